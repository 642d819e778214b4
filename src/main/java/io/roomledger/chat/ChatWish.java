package io.roomledger.chat;

import io.roomledger.base.Period;
import io.roomledger.export.Base;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Filter;
import io.roomledger.export.Filters;
import io.roomledger.export.Selection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What an order of chat wants.
 *
 * @param rooms the ids of the rooms; none for the whole workspace
 * @param organisation whose workspace, if it is wanted
 * @param people whose messages; empty for everybody's
 * @param words which must occur in what was written
 * @param renamed whether people get other names
 * @param files what becomes of files
 * @param base the earlier export, if only what changed since is wanted
 * @param period when it was written
 */
record ChatWish(
    List<String> rooms,
    Optional<String> organisation,
    List<String> people,
    List<String> words,
    boolean renamed,
    FilePlace files,
    Optional<Base> base,
    Period period) {
  static final String ROOM = "room";
  static final String WORKSPACE = "workspace";
  static final String ORGANISATION = "organisation";

  /** All that a selection may say. */
  static final Filters FILTERS =
      Filters.of(
          Filter.texts(ROOM, "", "the id of a room"),
          Filter.flag(WORKSPACE, "Whole workspace"),
          Filter.text(ORGANISATION, "", "an organisation"),
          Filter.PERSON,
          Filter.WORDS,
          Filter.NAMES,
          Filter.word("attachments", "Attachments", "include", "link", "leave"),
          Filter.SINCE);

  static ChatWish of(Handle handle, ExportOrder order) {
    Selection selection = order.selection();
    return new ChatWish(
        selection.many(ROOM),
        selection.flag(WORKSPACE) ? selection.one(ORGANISATION) : Optional.empty(),
        selection.many(Filter.PERSON.name()),
        selection.words(),
        selection.renamed(),
        FilePlace.of(selection.one("attachments").orElse("include")),
        Base.of(handle, selection),
        order.period());
  }

  /** Whether there is one room only, whose file is all there is. */
  boolean single() {
    return organisation.isEmpty() && rooms.size() == 1;
  }

  /** The messages of one of its rooms. */
  ChatCopy copy(String room) {
    return ChatCopy.ofRoom(room, period).narrowed(new Narrowing(people, words, base));
  }
}
