package io.roomledger.chat;

import io.roomledger.export.Format;
import io.roomledger.export.RecordSource.Basin;
import io.roomledger.export.RecordSource.Earlier;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Gives what the messages of a stretch may refer to of those before it. */
final class EarlierLines {
  private final Handle snapshot;
  private final ChatCopy copy;
  private final RoomCuts cuts;
  private final ChatStretch stretch;
  private final Basin<ChatLine> basin;

  EarlierLines(Handle snapshot, ChatCopy copy, ChatStretch stretch, Basin<ChatLine> basin) {
    this.snapshot = snapshot;
    this.copy = copy;
    this.cuts = new RoomCuts(snapshot, copy);
    this.stretch = stretch;
    this.basin = basin;
  }

  /**
   * Gives them, if whoever writes the stretch wants to know.
   *
   * @param before how many messages come before the stretch
   */
  void pour(long before, KnownRoom room, TranscriptReader lines) throws IOException, SQLException {
    Format.LookBack wanted = basin.looksBack();
    if (wanted.rows() == 0 || before == 0) {
      return;
    }
    MessageKey last = MessageKey.parse(stretch.after());
    if (cuts.quotes(stretch)) {
      justBefore(last, before, wanted.rows());
    }
    if (stretch.replies()) {
      answered(last, room, lines, wanted);
    }
  }

  private void justBefore(MessageKey last, long before, int rows) throws IOException {
    List<String> ids = new ArrayList<>(cuts.idsUpTo(last, rows));
    Collections.reverse(ids);
    long place = before - ids.size();
    for (String id : ids) {
      basin.earlier(new Earlier<>(id, place++, false, null));
    }
  }

  /** Of those that the stretch answers, what they say, too. */
  private void answered(
      MessageKey last, KnownRoom room, TranscriptReader lines, Format.LookBack wanted)
      throws IOException, SQLException {
    List<KnownRoom.Answered> all = room.answered(snapshot, wanted.step());
    int end = 0;
    while (end < all.size() && !last.isBefore(all.get(end).key())) {
      end++;
    }
    List<KnownRoom.Answered> some = all.subList(Math.max(0, end - wanted.rows()), end);
    Set<String> parents = new HashSet<>(cuts.parents(stretch));
    List<String> shown =
        some.stream().map(one -> one.key().id()).filter(parents::contains).toList();
    Map<String, ChatLine> told = shown.isEmpty() ? Map.of() : read(shown, lines);
    for (KnownRoom.Answered one : some) {
      String id = one.key().id();
      basin.earlier(new Earlier<>(id, one.place(), true, told.get(id)));
    }
  }

  private Map<String, ChatLine> read(List<String> ids, TranscriptReader lines)
      throws IOException, SQLException {
    Map<String, ChatLine> read = new HashMap<>();
    try (CopyReader reader = copy.startThose(snapshot, ids)) {
      while (reader.next()) {
        ChatLine line = lines.read(reader);
        read.put(line.id(), line);
      }
    }
    return read;
  }
}
