package io.roomledger.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

/** A form in which items are written. */
public interface Format {
  /** Its name in orders: {@code html}, {@code json}, {@code csv}, {@code xlsx}, {@code ics}. */
  String name();

  /** The ending of the main file, without a dot. */
  String ending();

  /** The media type of the main file. */
  String mediaType();

  /** The layouts it can write. */
  Set<Sheet.Layout> layouts();

  /** Whether it needs a package because it writes several files. */
  boolean severalFiles();

  /** Begins a file. An export without any item is still a valid file. */
  Writer open(Heading heading, List<? extends Column<?>> columns, Target target) throws IOException;

  /**
   * Takes the items of one export, in order. Attachments are not given to it; the package takes
   * them.
   */
  interface Writer {
    /** Writes a section, a row or a gap. */
    void item(Item item) throws IOException;

    /** Writes what is due at the end. */
    void finish() throws IOException;
  }

  /** Where a format writes. One entry is open at a time; opening the next ends the one before. */
  interface Target {
    /** Opens the main file. */
    OutputStream main() throws IOException;

    /** Opens a further file at {@code path} inside the package. */
    OutputStream entry(String path) throws IOException;

    /** The path of the main file inside the package. */
    String mainPath();
  }
}
