package io.roomledger.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Content;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailsTest {
  private static Content content(byte[] bytes) {
    return new Content() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open(long position) {
        return new ByteArrayInputStream(bytes, (int) position, bytes.length - (int) position);
      }
    };
  }

  /**
   * Where the red quarter of the original is in the thumbnail: 0 left or top, 1 right or bottom.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 480, 240", "2, 1, 0, 480, 240", "3, 1, 1, 480, 240", "4, 0, 1, 480, 240",
    "5, 0, 0, 180, 360", "6, 1, 0, 180, 360", "7, 1, 1, 180, 360", "8, 0, 1, 180, 360"
  })
  void pictureStandsUprightHoweverTheCameraWasHeld(
      int turn, int right, int bottom, int width, int height) throws IOException {
    Thumbnails.Sketch sketch =
        Thumbnails.of("image/jpeg", content(Pictures.jpeg(2000, 1000, turn))).orElseThrow();
    assertThat(sketch.width()).isEqualTo(turn < 5 ? 2000 : 1000);
    Thumbnails.Small small = sketch.thumb().orElseThrow();
    assertThat(small.mediaType()).isEqualTo("image/jpeg");
    BufferedImage thumb = ImageIO.read(new ByteArrayInputStream(small.bytes()));
    assertThat(thumb.getWidth()).isEqualTo(width).isEqualTo(small.width());
    assertThat(thumb.getHeight()).isEqualTo(height).isEqualTo(small.height());
    for (int x = 0; x < 2; x++) {
      for (int y = 0; y < 2; y++) {
        Color seen =
            new Color(thumb.getRGB(width / 4 + x * width / 2, height / 4 + y * height / 2));
        boolean red = x == right && y == bottom;
        assertThat(red ? seen.getRed() : seen.getBlue())
            .as("%d %d %s", x, y, seen)
            .isGreaterThan(200);
      }
    }
  }

  @Test
  void smallPictureIsItsOwnThumbnail() throws IOException {
    Thumbnails.Sketch sketch =
        Thumbnails.of("image/png", content(Pictures.png(48, 36))).orElseThrow();
    assertThat(sketch).isEqualTo(new Thumbnails.Sketch(48, 36, Optional.empty()));
  }

  @Test
  void brokenPicturesAndOtherFilesHaveNone() throws IOException {
    byte[] png = Pictures.png(1000, 1000);
    assertThat(Thumbnails.of("image/png", content(Arrays.copyOf(png, png.length / 2)))).isEmpty();
    assertThat(Thumbnails.of("image/png", content(new byte[] {1, 2, 3}))).isEmpty();
    assertThat(Thumbnails.of("text/plain", content(png))).isEmpty();
  }

  @Test
  void pictureOfTooManyPixelsIsNotUnpacked() throws IOException {
    byte[] png = Pictures.png(100, 100);
    // the width in the head, which comes before anything is unpacked
    png[16] = 0;
    png[17] = (byte) 0xff;
    png[18] = (byte) 0xff;
    assertThat(Thumbnails.of("image/png", content(png))).isEmpty();
  }
}
