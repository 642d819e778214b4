package io.roomledger.chat;

import java.util.Optional;

/**
 * How a file of an exported message looks.
 *
 * @param description what whoever sent it says of it; often empty
 * @param picture its measures and its thumbnail, if it is a picture
 * @param address where it can be had from this server, if that is said in place of its bytes
 */
public record FileView(String description, Optional<Picture> picture, String address) {
  /** Nothing is known. */
  public static final FileView NONE = new FileView("", Optional.empty(), "");

  /** This with another description. */
  FileView saying(String other) {
    return new FileView(other, picture, address);
  }

  /** This without a thumbnail, to be had from {@code address}. */
  FileView at(String place) {
    return new FileView(description, Optional.empty(), place);
  }

  /** Where the thumbnail lies in a package, if there is one. */
  public Optional<String> thumbPath() {
    return picture.flatMap(Picture::thumb).map(FileView::path);
  }

  static String path(Picture.Thumb thumb) {
    String ending = thumb.mediaType().replaceFirst(".*/", "").replaceAll("[^a-z0-9]", "");
    return "assets/" + FileNames.safe(thumb.id()) + "-thumb." + (ending.isEmpty() ? "img" : ending);
  }
}
