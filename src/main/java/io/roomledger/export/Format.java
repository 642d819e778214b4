package io.roomledger.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
   * How many rows of a part a stretch has that another writer may write, or any multiple of it; 0
   * if one writer must write all of a part.
   */
  default int stretch(Sheet<?> sheet) {
    return 0;
  }

  /**
   * Begins a stretch of the rows of a part: a writer of rows alone, whose bytes are those that a
   * writer of all rows would have there. It is given no gaps.
   *
   * @param before how many rows stand before, a multiple of {@link #stretch}
   */
  default Writer openStretch(Heading heading, Sheet<?> sheet, Target target, long before)
      throws IOException {
    throw new UnsupportedOperationException(name() + " has no stretches");
  }

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

    /** What of a stretch that is written a writer of the others must know; it is kept as text. */
    default String told() {
      return "";
    }

    /**
     * Makes room for a stretch that another writer has written: what came before is passed on to
     * the target, and what comes next goes on behind it.
     *
     * @param rows how many it has
     * @param told what that writer told of it
     * @return false, and nothing has happened, if it is not what this writer would write there
     */
    default boolean makeRoom(long rows, String told) throws IOException {
      return false;
    }

    /** What must be told of the rows before to a writer that has not written them. */
    default LookBack looksBack() {
      return LookBack.NONE;
    }

    /**
     * Takes one of the rows before, in order, if {@link #looksBack} asks for it.
     *
     * @param place how many rows stand before it, rounded down as asked for
     * @param answered whether it is one that later rows answer
     * @param row itself, if a row that follows answers it
     */
    default void earlier(String id, long place, boolean answered, Item.@Nullable Row row) {}
  }

  /**
   * How far back a writer looks.
   *
   * @param rows of how many of the rows just before it wants to know which they are; and of as many
   *     of those that are answered, how ever long ago they were
   * @param step places are told as multiples of this
   */
  record LookBack(int rows, int step) {
    /** Not at all. */
    public static final LookBack NONE = new LookBack(0, 1);
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
