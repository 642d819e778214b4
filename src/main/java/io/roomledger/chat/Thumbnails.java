package io.roomledger.chat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import io.roomledger.base.Content;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileCacheImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes small pictures of large ones. Large ones are read in rough steps, so that they never lie in
 * memory as a whole, and too large ones not at all.
 */
final class Thumbnails {
  private static final Logger LOG = LoggerFactory.getLogger(Thumbnails.class);

  /** As Rocket.Chat's. */
  private static final int WIDTH = 480;

  private static final int HEIGHT = 360;
  private static final long MOST_PIXELS = 50_000_000;
  private static final long MOST_BYTES = 50L << 20;

  /** Pictures that are unpacked at the same time. */
  private static final Semaphore WORKBENCH = new Semaphore(2);

  private Thumbnails() {}

  /**
   * A picture and what was made of it.
   *
   * @param width in pixels, as it is to be looked at
   * @param height in pixels
   * @param thumb the small one; none if it is small itself
   */
  record Sketch(int width, int height, Optional<Small> thumb) {}

  /**
   * A small picture.
   *
   * @param mediaType what it is
   * @param width in pixels
   * @param height in pixels
   * @param bytes the file
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, by whoever asked for it
  record Small(String mediaType, int width, int height, byte[] bytes) {}

  /** The small picture of a JPEG or PNG; nothing of what is none, is broken, or is too large. */
  static Optional<Sketch> of(String mediaType, Content content) {
    boolean known = mediaType.equals("image/jpeg") || mediaType.equals("image/png");
    if (!known || content.size() > MOST_BYTES) {
      return Optional.empty();
    }
    WORKBENCH.acquireUninterruptibly();
    try {
      int turn = mediaType.equals("image/jpeg") ? turn(content) : 1;
      return sketch(content, turn);
    } catch (IOException | RuntimeException e) {
      // readers fail in every way on pictures that are broken; the file itself is kept as it is
      LOG.debug("a picture has no thumbnail: {}", e.toString());
      return Optional.empty();
    } finally {
      WORKBENCH.release();
    }
  }

  private static Optional<Sketch> sketch(Content content, int turn) throws IOException {
    try (InputStream in = content.open(0);
        ImageInputStream image = new FileCacheImageInputStream(in, null)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(image);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(image, true, true);
        return sketch(reader, turn);
      } finally {
        reader.dispose();
      }
    }
  }

  private static Optional<Sketch> sketch(ImageReader reader, int turn) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (width < 1 || height < 1 || (long) width * height > MOST_PIXELS) {
      return Optional.empty();
    }
    boolean lying = turn >= 5;
    int seenWidth = lying ? height : width;
    int seenHeight = lying ? width : height;
    if (seenWidth <= WIDTH && seenHeight <= HEIGHT && turn == 1) {
      return Optional.of(new Sketch(seenWidth, seenHeight, Optional.empty()));
    }
    double scale = Math.min(1, Math.min((double) WIDTH / seenWidth, (double) HEIGHT / seenHeight));
    ImageReadParam roughly = reader.getDefaultReadParam();
    // two pixels for one are left to be smoothed
    int step = Math.max(1, (int) (1 / scale / 2));
    roughly.setSourceSubsampling(step, step, 0, 0);
    BufferedImage rough = reader.read(0, roughly);
    int thumbWidth = Math.max(1, (int) Math.round(seenWidth * scale));
    int thumbHeight = Math.max(1, (int) Math.round(seenHeight * scale));
    Small small = small(rough, turn, thumbWidth, thumbHeight);
    return Optional.of(new Sketch(seenWidth, seenHeight, Optional.of(small)));
  }

  private static Small small(BufferedImage rough, int turn, int width, int height)
      throws IOException {
    boolean clear = rough.getColorModel().hasAlpha();
    BufferedImage thumb =
        new BufferedImage(
            width, height, clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = thumb.createGraphics();
    try {
      canvas.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      AffineTransform place = AffineTransform.getScaleInstance(width, height);
      place.concatenate(upright(turn));
      place.scale(1.0 / rough.getWidth(), 1.0 / rough.getHeight());
      canvas.drawImage(rough, place, null);
    } finally {
      canvas.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String format = clear ? "png" : "jpeg";
    if (!ImageIO.write(thumb, format, bytes)) {
      throw new IOException("no writer for " + format);
    }
    return new Small("image/" + format, width, height, bytes.toByteArray());
  }

  /** How a camera held the picture, as a turn of the unit square. */
  private static AffineTransform upright(int turn) {
    return switch (turn) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, 1, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, 1, 1);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, 1);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, 1, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, 1, 1);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, 1);
      default -> new AffineTransform();
    };
  }

  /** The number of 1 to 8 by which EXIF tells how the camera was held; 1 is upright. */
  private static int turn(Content content) throws IOException {
    try (InputStream in = content.open(0)) {
      ExifIFD0Directory exif =
          ImageMetadataReader.readMetadata(in, content.size())
              .getFirstDirectoryOfType(ExifIFD0Directory.class);
      boolean told = exif != null && exif.containsTag(ExifIFD0Directory.TAG_ORIENTATION);
      return told ? exif.getInt(ExifIFD0Directory.TAG_ORIENTATION) : 1;
    } catch (ImageProcessingException | MetadataException e) {
      return 1;
    }
  }
}
