package io.roomledger.intake.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.chat.ChatFile;
import io.roomledger.chat.ChatIntake;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Membership;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Archive;
import io.roomledger.intake.Intake;
import io.roomledger.intake.JsonList;
import io.roomledger.intake.Problem;
import io.roomledger.intake.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** An import of chat under way: where it is, what it skipped, and what it has counted. */
public final class ChatImport {
  /** No message is younger. */
  private static final long LATEST = 253_402_300_799_000L;

  /** After so many messages of a room it is told that it goes on. */
  private static final int HEARD = 500;

  private final Caller.Operator operator;
  private final ChatIntake chat;
  private final Intake intake;
  private final Archive archive;
  private final long total;
  private long done;
  private long rooms;
  private long added;
  private long alreadyThere;
  private long skipped;
  private long missingFiles;

  /**
   * An import that has just begun.
   *
   * @param total the bytes that will be read, for the bar
   */
  public ChatImport(
      Caller.Operator operator, ChatIntake chat, Intake intake, Archive archive, long total) {
    this.operator = operator;
    this.chat = chat;
    this.intake = intake;
    this.archive = archive;
    this.total = total;
  }

  /**
   * What came of an import of chat.
   *
   * @param rooms conversations in the export
   * @param people people in the export
   * @param added messages that are new
   * @param alreadyThere messages that had been taken in before
   * @param skipped entries that could not be used; each was reported
   * @param missingFiles files whose bytes the export does not hold
   */
  public record Result(
      long rooms, long people, long added, long alreadyThere, long skipped, long missingFiles) {}

  /** Reads an entry, if it is there, and counts it as read. */
  public void read(String name, Reading reading) throws IOException {
    Optional<InputStream> in = archive.open(name);
    if (in.isEmpty()) {
      return;
    }
    intake.progress(done, total, name);
    try {
      reading.read(in.get());
    } catch (UnreadableException e) {
      skip(name, 0, Problem.of("%s; nothing behind it was taken in", e.problem()));
    }
    done = Math.min(total, done + archive.size(name));
  }

  /** Reads the bytes of an entry. */
  @FunctionalInterface
  public interface Reading {
    /** Reads them. */
    void read(InputStream in) throws IOException;
  }

  /** Takes an element of a list. */
  @FunctionalInterface
  public interface Taker {
    /** Takes it. */
    void take(JsonNode element, long line) throws IOException;
  }

  /** A reader that hands on the elements and reports what is wrong, by file and line. */
  public JsonList.Reader reader(String file, Taker taker) {
    return new JsonList.Reader() {
      @Override
      public void element(JsonNode element, long line, long number) throws IOException {
        taker.take(element, line);
      }

      @Override
      public void problem(long line, Problem problem) {
        skip(file, line, problem);
      }

      @Override
      public void broken(long line, Problem problem) {
        skip(file, line, Problem.of("%s; nothing behind it was taken in", problem));
      }
    };
  }

  /** A reader that hands on the elements; what is wrong was reported before. */
  public static JsonList.Reader quietReader(Taker taker) {
    return new JsonList.Reader() {
      @Override
      public void element(JsonNode element, long line, long number) throws IOException {
        taker.take(element, line);
      }

      @Override
      public void problem(long line, Problem problem) {}

      @Override
      public void broken(long line, Problem problem) {}
    };
  }

  /** Reports an entry that cannot be used. */
  public void skip(String file, long line, Problem problem) {
    skipped++;
    intake.skipped(file, line, problem);
  }

  /** Takes in a room with what was said there. */
  public void room(ChatRoom room, Collection<Membership> members, ChatIntake.Teller teller)
      throws IOException {
    intake.progress(done, total, room.label());
    long[] heard = {0};
    ChatIntake.Outcome outcome =
        chat.takeIn(
            operator,
            room,
            List.copyOf(members),
            listener ->
                teller.tell(message -> {
                  listener.hear(message);
                  if (++heard[0] % HEARD == 0) {
                    intake.progress(done, total, room.label());
                  }
                }));
    rooms++;
    added += outcome.added();
    alreadyThere += outcome.alreadyThere();
    missingFiles += outcome.missingFiles();
  }

  /** Keeps the bytes of a file, if they are in the export; else the file says why not. */
  public ChatFile keep(ChatFile file, Optional<String> entry, String whyMissing)
      throws IOException {
    String reason = whyMissing;
    if (entry.isPresent()) {
      try (InputStream in = archive.open(entry.get()).orElseThrow()) {
        return chat.keep(file, in);
      } catch (UnreadableException e) {
        reason = "in the export " + e.getMessage();
      }
    }
    return new ChatFile(file.id(), file.name(), file.mediaType(), file.size(), "", reason);
  }

  /** Ends it. */
  public Result end(long people) {
    chat.finish();
    intake.progress(total, total, "done");
    return new Result(rooms, people, added, alreadyThere, skipped, missingFiles);
  }

  /** Milliseconds since 1970 as a moment; nothing, if that is none. */
  public static Optional<Instant> moment(long millis) {
    return millis > 0 && millis < LATEST
        ? Optional.of(Instant.ofEpochMilli(millis))
        : Optional.empty();
  }

  /** An ISO time as a moment in microseconds; nothing, if it is none. */
  public static Optional<Instant> moment(String iso) {
    try {
      Instant at = Instant.parse(iso).truncatedTo(ChronoUnit.MICROS);
      return at.toEpochMilli() < LATEST ? Optional.of(at) : Optional.empty();
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
