package io.roomledger.chat;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.identity.DailyBytes;
import io.roomledger.job.Round;
import io.roomledger.store.ObjectStore;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The door of files in chat rooms. A file is sent to a room first and becomes part of a message
 * when its sender confirms it; what nobody confirms within a day is dropped.
 *
 * <p>Who may read a room may fetch the files of its messages. What is not confirmed only its sender
 * may fetch.
 */
public final class ChatFiles {
  /** How long a file waits for its message. */
  public static final Duration WAITS = Duration.ofDays(1);

  private static final int LONGEST_NAME = 250;
  private static final int LONGEST_DESCRIPTION = 5000;

  private final ChatRooms.House house;
  private final ChatMessages messages;
  private final RoomRights rights;
  private final Supplier<FileRules> rules;

  /**
   * The files of these rooms.
   *
   * @param rules what people may send now; asked at every act
   */
  public ChatFiles(ChatRooms.House house, ChatMessages messages, Supplier<FileRules> rules) {
    this.house = house;
    this.messages = messages;
    this.rights = new RoomRights(house.accounts());
    this.rules = rules;
  }

  /** The most bytes that a file may have now. */
  public long largest() {
    return rules.get().largest();
  }

  /**
   * Refuses unless the caller may send files to that room; asked before the bytes come.
   *
   * @throws RefusedException not found; forbidden; conflict: the room is archived; unavailable:
   *     files are switched off
   */
  public void needSend(Caller.Person caller, String roomId) {
    house
        .database()
        .jdbi()
        .useHandle(handle ->
            messages
                .conversation()
                .needWrite(handle, caller, rights.readable(handle, caller, roomId)));
    if (!rules.get().enabled()) {
      throw new RefusedException(new Refusal.Unavailable("files are switched off on this server"));
    }
  }

  /**
   * Takes a file that the caller sends to a room, as its bytes come.
   *
   * @param name its name for people; never used as a path
   * @param mediaType what the client says it is, perhaps nothing
   * @throws RefusedException as {@link #needSend}; too large; conflict, if it is more than they may
   *     send on a day; invalid {@code media type}, if files of that kind are not taken
   */
  public SentFile receive(
      Caller.Person caller, String roomId, String name, String mediaType, InputStream bytes)
      throws IOException {
    needSend(caller, roomId);
    BufferedInputStream looked = new BufferedInputStream(bytes);
    String type = MediaTypes.of(name, mediaType, looked);
    if (rules.get().refusedTypes().contains(type)) {
      throw new RefusedException(
          new Refusal.Invalid("media type", type, "none of " + rules.get().refusedTypes()));
    }
    String id = Ids.random();
    String key = key(id);
    long size = store(key, looked, rules.get().largest());
    ChatFile file = new ChatFile(id, shown(name), type, size, key, "");
    try {
      house
          .database()
          .jdbi()
          .useTransaction(handle -> {
            DailyBytes.take(handle, caller, now(), size, rules.get().daily());
            FileRows.addUpload(handle, roomId, caller.account().id(), file, now());
          });
    } catch (RefusedException tooMuchToday) {
      house.store().delete(key);
      throw tooMuchToday;
    }
    return new SentFile(file.id(), file.name(), file.mediaType(), file.size());
  }

  private long store(String key, InputStream bytes, long largest) throws IOException {
    try (ObjectStore.Upload upload = house.store().begin(key)) {
      OutputStream out = upload.stream();
      byte[] buffer = new byte[1 << 16];
      long size = 0;
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        size += read;
        if (size > largest) {
          throw new RefusedException(new Refusal.TooLarge("file", largest));
        }
        out.write(buffer, 0, read);
      }
      return upload.commit().content().size();
    }
  }

  /**
   * Says something with a file that the caller sent to that room before. Of a picture a small one
   * is made.
   *
   * @param draft what is said, perhaps nothing but the file
   * @param description what the sender says of the file, perhaps nothing
   * @param name another name for it, perhaps none
   * @throws RefusedException not found: the file, or it is not the caller's; as {@link
   *     ChatMessages#post}
   */
  public Message confirm(
      Caller.Person caller, Draft draft, String fileId, String description, String name)
      throws IOException {
    if (description.length() > LONGEST_DESCRIPTION || description.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "text length", description.length() + " characters", "" + LONGEST_DESCRIPTION));
    }
    ChatFile sent = waiting(caller, draft.roomId(), fileId);
    Optional<Picture> picture = picture(sent);
    try {
      return house
          .database()
          .jdbi()
          .inTransaction(
              handle -> confirm(handle, caller, draft, sent, description, name, picture));
    } catch (RuntimeException e) {
      Optional<String> thumb = picture.flatMap(Picture::thumb).map(Picture.Thumb::storeKey);
      if (thumb.isPresent()) {
        house.store().delete(thumb.get());
      }
      throw e;
    }
  }

  private Message confirm(
      Handle handle,
      Caller.Person caller,
      Draft draft,
      ChatFile sent,
      String description,
      String name,
      Optional<Picture> picture) {
    // two who confirm at once: one of them finds nothing
    ChatFile file =
        FileRows.takeUpload(handle, sent.id(), draft.roomId(), caller.account().id())
            .map(taken -> name.isBlank() ? taken : renamed(taken, name))
            .orElseThrow(() -> unknown(sent.id()));
    Message message = messages.conversation().say(handle, caller, draft, List.of(file));
    FileRows.describe(handle, file.id(), description);
    picture.ifPresent(p -> FileRows.addPicture(handle, file.id(), p));
    house
        .audit()
        .append(
            handle,
            caller,
            "chat.file-added",
            "message:" + message.id(),
            Map.of("room", draft.roomId(), "file", file.id()));
    return message;
  }

  private ChatFile waiting(Caller.Person caller, String roomId, String fileId) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> FileRows.find(handle, fileId))
        .filter(place -> place.roomId().equals(roomId))
        .filter(place -> place.sender().equals(Optional.of(caller.account().id())))
        .map(FileRows.Place::file)
        .orElseThrow(() -> unknown(fileId));
  }

  private Optional<Picture> picture(ChatFile file) throws IOException {
    Optional<ObjectStore.StoredObject> stored = house.store().find(file.storeKey());
    if (stored.isEmpty()) {
      throw unknown(file.id());
    }
    Optional<Thumbnails.Sketch> sketch = Thumbnails.of(file.mediaType(), stored.get().content());
    if (sketch.isEmpty()) {
      return Optional.empty();
    }
    Optional<Picture.Thumb> thumb = Optional.empty();
    if (sketch.get().thumb().isPresent()) {
      thumb = Optional.of(kept(sketch.get().thumb().get()));
    }
    return Optional.of(new Picture(sketch.get().width(), sketch.get().height(), thumb));
  }

  private Picture.Thumb kept(Thumbnails.Small small) throws IOException {
    String id = Ids.random();
    String key = key(id);
    long size = store(key, new ByteArrayInputStream(small.bytes()), Long.MAX_VALUE);
    return new Picture.Thumb(id, small.mediaType(), size, small.width(), small.height(), key);
  }

  /**
   * A file of a message, a thumbnail, or a file the caller sent, with its bytes.
   *
   * @throws RefusedException not found; forbidden, if the caller may not read its room
   */
  public StoredFile open(Caller caller, String fileId) throws IOException {
    FileRows.Place place =
        house
            .database()
            .jdbi()
            .withHandle(handle -> {
              FileRows.Place found =
                  FileRows.find(handle, fileId).orElseThrow(() -> unknown(fileId));
              ChatRoom _ = rights.readable(handle, caller, found.roomId());
              return found;
            });
    boolean others =
        place.sender().isPresent() && !place.sender().equals(RoomRights.accountOf(caller));
    ChatFile file = place.file();
    Optional<ObjectStore.StoredObject> stored =
        file.storeKey().isEmpty() ? Optional.empty() : house.store().find(file.storeKey());
    if (others || stored.isEmpty()) {
      throw unknown(fileId);
    }
    return new StoredFile(
        file.id(), file.name(), file.mediaType(), place.sentAt(), stored.get().content());
  }

  /** {@link #sweep}, repeated for as long as servers run. */
  public Round round() {
    return new Round("chat.unconfirmed-files", Duration.ofHours(1), this::sweep);
  }

  /** Drops what was sent more than {@link #WAITS} ago and never confirmed; a round calls it. */
  public void sweep() {
    Instant before = house.clock().instant().minus(WAITS);
    List<String> keys =
        house.database().jdbi().withHandle(handle -> FileRows.dropUploads(handle, before));
    try {
      for (String key : keys) {
        house.store().delete(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ChatFile renamed(ChatFile file, String name) {
    return new ChatFile(
        file.id(), shown(name), file.mediaType(), file.size(), file.storeKey(), file.missing());
  }

  private static String shown(String name) {
    String line = name.replaceAll("[\\p{Cntrl}]", " ").strip();
    if (line.isEmpty()) {
      return "file";
    }
    return line.length() > LONGEST_NAME ? line.substring(line.length() - LONGEST_NAME) : line;
  }

  private static String key(String id) {
    return "chat/" + id;
  }

  private static RefusedException unknown(String fileId) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.FILE, fileId));
  }

  private Instant now() {
    return house.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }
}
