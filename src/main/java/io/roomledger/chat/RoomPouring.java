package io.roomledger.chat;

import io.roomledger.export.Base;
import io.roomledger.export.Changed;
import io.roomledger.export.Item;
import io.roomledger.export.RecordSource.Basin;
import io.roomledger.identity.Accounts;
import io.roomledger.retention.KeptKind;
import io.roomledger.retention.Removed;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Pours rooms, one after the other, as an order wants them. */
final class RoomPouring {
  private final Handle snapshot;
  private final House house;
  private final ChatWish wish;
  private final Disguise disguise;

  /**
   * The collaborators it needs.
   *
   * @param address where a file can be had from this server
   */
  record House(Accounts accounts, ObjectStore store, Function<ChatFile, String> address) {}

  RoomPouring(Handle snapshot, House house, ChatWish wish, Disguise disguise) {
    this.snapshot = snapshot;
    this.house = house;
    this.wish = wish;
    this.disguise = disguise;
  }

  /** Pours the messages and then their files. */
  void pour(ChatCopy copy, Basin<ChatLine> basin) throws IOException, SQLException {
    TranscriptReader lines = new TranscriptReader(names(copy), house.store());
    boolean files =
        wish.base().isPresent()
            ? changed(copy, wish.base().get(), lines, basin)
            : all(copy, lines, basin);
    end(copy, files, basin);
  }

  /**
   * Pours the messages of a stretch, and behind the room's last its files.
   *
   * @param before how many messages come before it
   * @param room what is known of all of the room
   */
  void pour(ChatStretch stretch, long before, KnownRoom room, Basin<ChatLine> basin)
      throws IOException, SQLException {
    ChatCopy copy = room.copy();
    TranscriptReader lines = new TranscriptReader(room.names(), house.store());
    new EarlierLines(snapshot, copy, stretch, basin).pour(before, room, lines);
    boolean _ = all(copy.within(stretch), lines, basin);
    if (stretch.upTo().isEmpty()) {
      end(copy, stretch.files(), basin);
    }
  }

  /** What all people of a room are called. */
  AuthorNames names(ChatCopy copy) {
    return AuthorNames.of(snapshot, house.accounts(), copy.people(snapshot));
  }

  private void end(ChatCopy copy, boolean files, Basin<ChatLine> basin) throws IOException {
    // looking for them costs as much as a tenth of reading the messages
    if (files) {
      new TranscriptFiles(house.store(), wish.files()).pour(snapshot, copy, basin);
    }
    // since an earlier export, what went is told message by message
    if (wish.base().isEmpty()) {
      KeptKind kind = KeptKind.MESSAGES;
      for (Removed it : Removed.of(snapshot, kind, List.of(copy.id()), copy.period())) {
        basin.item(new Item.Gap(it.room(), kind.key(), it.words(kind)));
      }
    }
  }

  /** Answers whether any message has files. */
  private boolean all(ChatCopy copy, TranscriptReader lines, Basin<ChatLine> basin)
      throws IOException, SQLException {
    FilePlaces places = new FilePlaces(wish.files(), house.address());
    boolean files = false;
    try (CopyReader reader = copy.start(snapshot)) {
      while (reader.next()) {
        ChatLine line = disguise.of(places.of(lines.read(reader)));
        files |= !line.files().isEmpty();
        basin.row(line.id(), line.sentAt(), line);
      }
    }
    return files;
  }

  private boolean changed(ChatCopy copy, Base base, TranscriptReader lines, Basin<ChatLine> basin)
      throws IOException, SQLException {
    FilePlaces places = new FilePlaces(wish.files(), house.address());
    boolean files = false;
    try (CopyReader reader = copy.startSince(snapshot, base)) {
      while (reader.next()) {
        ChatLine line = lines.read(reader);
        files |= !line.files().isEmpty();
        String fate = reader.textOrEmpty();
        Instant deletedAt = reader.moment();
        basin.changed(
            switch (fate) {
              case "new" -> Changed.added(line.id(), line.sentAt(), places.of(line));
              case "edited" -> Changed.edited(line.id(), line.sentAt(), places.of(line));
              default ->
                  Changed.deleted(line.id(), line.sentAt(), Objects.requireNonNull(deletedAt));
            });
      }
    }
    return files;
  }
}
