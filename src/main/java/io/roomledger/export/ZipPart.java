package io.roomledger.export;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What of a zip waits to be written, in order; blocks are compressed meanwhile. */
sealed interface ZipPart {
  record Head(ZipHeaders.Entry entry) implements ZipPart {}

  /** A block that is being compressed. */
  final class Block implements ZipPart {
    final ZipHeaders.Entry entry;
    final Future<Integer> length;
    final byte[] from;
    final byte[] to;

    Block(ZipHeaders.Entry entry, Future<Integer> length, byte[] from, byte[] to) {
      this.entry = entry;
      this.length = length;
      this.from = from;
      this.to = to;
    }
  }

  record Tail(KeptEntry ended, ZipHeaders.Entry entry) implements ZipPart {}

  /** Here the zip can be cut: behind an entry, or behind whole blocks of one. */
  record Mark(@Nullable KeptEntry open, ZipHeaders.@Nullable Entry entry) implements ZipPart {}
}
