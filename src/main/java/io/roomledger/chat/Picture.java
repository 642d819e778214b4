package io.roomledger.chat;

import java.util.Optional;

/**
 * What is known of a file that is a picture.
 *
 * @param width in pixels, as it is to be looked at
 * @param height in pixels
 * @param thumb a small one made of it; none if it is small itself
 */
public record Picture(int width, int height, Optional<Thumb> thumb) {

  /**
   * A small picture made of a large one.
   *
   * @param id by which it is fetched
   * @param mediaType what it is
   * @param size in bytes
   * @param width in pixels
   * @param height in pixels
   * @param storeKey where its bytes are
   */
  public record Thumb(
      String id, String mediaType, long size, int width, int height, String storeKey) {}
}
