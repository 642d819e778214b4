package io.roomledger.export;

import io.roomledger.identity.Caller;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where records of one kind come from. {@link #heading}, {@link #count} and {@link #pour} are
 * called with the same handle, inside one read-only repeatable-read transaction, so they see one
 * snapshot.
 */
public interface RecordSource<T> {
  /** The kind of record, such as {@code chat}. */
  String kind();

  /** Everything that a selection may say. An order that says anything else is refused. */
  Filters filters();

  /**
   * The selection as it is kept and shown: names that people know things by become ids, and what
   * goes without saying is said. Called with an order whose filters are all known, before {@link
   * #authorise}.
   *
   * @throws io.roomledger.base.RefusedException if something is not there
   */
  default Selection settled(Caller caller, Selection selection) {
    return selection;
  }

  /**
   * Refuses an order that cannot be: unknown ids, a selection that makes no sense, a caller who may
   * not. Called when the order is taken, and once more before it is run.
   *
   * @throws io.roomledger.base.RefusedException if the order is refused
   */
  void authorise(Caller caller, ExportOrder order);

  /**
   * The folder of the attachments, without a slash, which a package has even if nothing lies in it;
   * empty if it need not be there.
   */
  default String folder() {
    return "";
  }

  /**
   * What the order's words mean now, such as the rooms of a workspace; kept with the export, so
   * that a later one since it can tell what has come into its scope and what has left it. In no
   * order, and empty if the words say it all.
   */
  default List<String> scope(Handle snapshot, ExportOrder order) {
    return List.of();
  }

  /** What the export is about. */
  Heading heading(Handle snapshot, ExportOrder order);

  /** How many records {@link #pour} will give. */
  long count(Handle snapshot, ExportOrder order);

  /**
   * How many records {@link #pour} will give, for whoever watches. What is exact it is held to. A
   * source whose records cost as much to count as a part of reading them may say about how many
   * there are, and makes sure in {@link #pour} that none was lost.
   */
  default Extent foreseen(Handle snapshot, ExportOrder order) {
    return Extent.exactly(count(snapshot, order));
  }

  /**
   * How much {@link #pour} would give, found out at a price that does not grow with it; asked again
   * and again while somebody chooses.
   */
  default Extent extent(Handle handle, ExportOrder order) {
    return Extent.exactly(count(handle, order));
  }

  /**
   * Gives every record once, in key order, then the attachments, and a gap for whatever it cannot
   * give.
   */
  void pour(Handle snapshot, ExportOrder order, Basin<T> basin) throws IOException, SQLException;

  /**
   * An order in shares that several servers pour, each a share at a time: shares poured one after
   * the other give what {@link #pour(Handle, ExportOrder, Basin)} gives, however they are made.
   *
   * @return nothing, if one server must pour all of it
   */
  default List<Share> shares(Handle snapshot, ExportOrder order, Sizes sizes) {
    return List.of();
  }

  /** The part at a place of {@link #shares}; nothing, if the order has no parts. */
  default Optional<Part> part(Handle snapshot, ExportOrder order, Place place) {
    return Optional.empty();
  }

  /**
   * Gives what belongs to a share of {@link #shares}, on any server, in the same snapshot. Before
   * the records of each place comes its {@link #part}, and what belongs to a part behind its
   * records comes with the last of its stretches.
   */
  default void pour(Handle snapshot, ExportOrder order, Share share, Basin<T> basin)
      throws IOException, SQLException {
    throw new UnsupportedOperationException("orders of " + kind() + " have no shares");
  }

  /**
   * How large shares are to be.
   *
   * @param rows about how many records a share of whole parts is to have
   * @param stretch how many records of a part that is large beside all others are a share of its
   *     own; 0 if each part must be whole
   */
  record Sizes(long rows, long stretch) {}

  /**
   * A share of an order: some parts of it, whole ones, in their order; or a stretch of one.
   *
   * @param rows about how many records they have; of a stretch that is not the last, exactly
   */
  record Share(List<Place> parts, long rows) {
    public Share {
      parts = List.copyOf(parts);
    }

    /** The stretch that it is, if it is one. */
    public Optional<Stretch> stretch() {
      return Optional.ofNullable(parts.getFirst().stretch());
    }
  }

  /**
   * Some of the records of a part, side by side.
   *
   * @param before how many of its records come before
   * @param last whether none comes behind
   * @param where which they are, in the source's own words
   */
  record Stretch(long before, boolean last, String where) {}

  /**
   * Where a part goes.
   *
   * @param id the id of what it is about
   * @param folder the folder, as in {@link Part}; empty if the order has no parts
   * @param stretch which of its records; null for all
   */
  record Place(String id, String folder, @Nullable Stretch stretch) {}

  /**
   * A part of a package, such as one of several rooms: it gets a folder of its own, with all that a
   * package of it alone would have.
   *
   * @param id the id of what it is about
   * @param folder the folder, without a slash at its end; each part has another
   * @param heading what it is about
   */
  record Part(String id, String folder, Heading heading) {}

  /**
   * A record that comes before a stretch.
   *
   * @param place how many records come before it, rounded down as asked for
   * @param answered whether it is one that others answer
   * @param row itself, if one of the stretch answers it
   */
  record Earlier<T>(String id, long place, boolean answered, @Nullable T row) {}

  /** Where records are poured into. Calls block while the writer is busy. */
  interface Basin<T> {
    /**
     * Takes a record.
     *
     * @param id its id
     * @param at when it happened
     */
    void row(String id, java.time.Instant at, T row) throws IOException;

    /** Takes a record of an order since an earlier export; no other order has any. */
    void changed(Changed<T> changed) throws IOException;

    /**
     * Begins a part: what follows belongs to it. A source gives all its records in parts or none.
     */
    void part(Part part) throws IOException;

    /** What of the rows before a stretch must be given first, see {@link #earlier}. */
    default Format.LookBack looksBack() throws IOException {
      return Format.LookBack.NONE;
    }

    /** Takes what is to be known of a row before the stretch, in order. */
    default void earlier(Earlier<T> earlier) throws IOException {}

    /** Takes a gap that belongs to no part. */
    void gapOfTheWhole(Item.Gap gap) throws IOException;

    /** Takes a heading, an attachment or a gap. */
    void item(Item item) throws IOException;
  }
}
