package io.roomledger.export;

import java.io.IOException;
import java.io.OutputStream;
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
  default boolean severalFiles() {
    return false;
  }

  /** Begins a file. An export without any item is still a valid file. */
  Writer open(Heading heading, Sheet<?> sheet, Target target) throws IOException;

  /**
   * Takes the items of one export, in order. Attachments are not given to it; the package takes
   * them.
   */
  interface Writer {
    /** Writes a section, a row or a gap. */
    void item(Item item) throws IOException;

    /**
     * Says that no row or section follows, and that others now write to the package: entries opened
     * before are closed. Gaps may still come, at most {@link #LATE_GAPS} of them.
     */
    void rowsDone() throws IOException;

    /** Writes what is due at the end; called once, after {@link #rowsDone}. */
    void finish() throws IOException;
  }

  /** How many gaps are shown one by one where they must be kept in memory until the end. */
  int LATE_GAPS = 10_000;

  /** Where a format writes. One entry is open at a time; opening the next ends the one before. */
  interface Target {
    /** Opens the main file, once. */
    OutputStream main() throws IOException;

    /** Opens a further file at {@code path} inside the package. */
    OutputStream entry(String path) throws IOException;

    /** The path of the main file inside the package. */
    String mainPath();

    /** Whether {@link #entry} can be called. */
    boolean packaged();

    /**
     * Tells the engine of something that the form itself cannot hold, so that it is counted. The
     * format shows it; it does not come back as an item.
     */
    void gap(Item.Gap gap);
  }
}
