package io.roomledger.conference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The door of transcripts: what was said in recordings. */
public final class Transcripts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Timed>> SENTENCES = new TypeReference<>() {};

  private final Database database;
  private final Recordings recordings;

  /** The transcripts of recordings that {@code recordings} lets people watch. */
  public Transcripts(Database database, Recordings recordings) {
    this.database = database;
    this.recordings = recordings;
  }

  /** A sentence as it is stored: from when to when in milliseconds, and the words. */
  private record Timed(long from, long to, String text) {
    static Timed of(Paragraph.Sentence sentence) {
      return new Timed(sentence.from().toMillis(), sentence.to().toMillis(), sentence.text());
    }

    Paragraph.Sentence sentence() {
      return new Paragraph.Sentence(Duration.ofMillis(from), Duration.ofMillis(to), text);
    }
  }

  /**
   * What was said in the recordings of a conference that can be watched. Who may: those who may
   * watch them. A conference whose recordings have no transcript has an empty one.
   *
   * @throws io.roomledger.base.RefusedException as {@link Recordings#show}
   */
  public Transcript read(Caller caller, ConferenceRequest request, TranscriptPart part) {
    recordings.show(caller, request);
    List<Transcript.Said> found =
        database.jdbi().withHandle(handle -> select(handle, request.conference(), part));
    boolean more = found.size() > part.limit();
    return new Transcript(more ? found.subList(0, part.limit()) : found, more);
  }

  /**
   * What was said in a recording. Who may: those who may watch it.
   *
   * @throws io.roomledger.base.RefusedException as {@link Recordings#find}
   */
  public List<Paragraph> of(Caller caller, UUID recording) {
    return database
        .jdbi()
        .withHandle(handle -> {
          recordings.watchable(handle, caller, recording);
          return of(handle, recording);
        });
  }

  /**
   * Gives a recording a transcript, instead of the one it has. Those who run its conference may,
   * and the administration.
   *
   * @param text a WebVTT or SubRip file
   * @throws io.roomledger.base.RefusedException not found; forbidden; too large; invalid, with the
   *     line
   */
  public void put(Caller caller, UUID recording, String text) {
    List<Paragraph> paragraphs = Subtitles.parse(recording, text);
    database
        .jdbi()
        .useTransaction(transaction ->
            put(transaction, recordings.runnable(transaction, caller, recording), paragraphs));
  }

  /** What was said in a recording, whoever asks. */
  static List<Paragraph> of(Handle handle, UUID recording) {
    return handle
        .createQuery(
            """
            SELECT p.place, p.recording, p.number, p.speaker, p.speaker_name, p.from_ms, p.to_ms,
                   p.sentences, '' AS recording_session
              FROM paragraph p
             WHERE p.recording = :recording
             ORDER BY p.number
            """)
        .bind("recording", recording)
        .map((row, context) -> said(row).paragraph())
        .list();
  }

  /** One more than is wanted, if there is one. */
  private static List<Transcript.Said> select(
      Handle handle, String conference, TranscriptPart part) {
    String sql =
        """
        SELECT p.place, p.recording, p.number, p.speaker, p.speaker_name, p.from_ms, p.to_ms,
               p.sentences, c.recording_session
          FROM paragraph p
          JOIN recording r ON r.id = p.recording
          JOIN conference c ON c.id = p.conference
         WHERE p.conference = :conference AND r.damage IS NULL AND p.from_ms >= :from
           AND %s
         LIMIT :limit
        """
            .formatted(
                part.backwards()
                    ? "p.place < :after ORDER BY p.place DESC"
                    : "p.place > :after ORDER BY p.place");
    return handle
        .createQuery(sql)
        .bind("conference", conference)
        .bind("from", part.from().toMillis())
        .bind("after", part.after().orElse(part.backwards() ? Long.MAX_VALUE : Long.MIN_VALUE))
        .bind("limit", part.limit() + 1)
        .map((row, context) -> said(row))
        .list();
  }

  private static Transcript.Said said(ResultSet row) throws SQLException {
    return new Transcript.Said(
        row.getLong("place"),
        row.getString("recording_session"),
        new Paragraph(
            row.getObject("recording", UUID.class),
            row.getInt("number"),
            new Paragraph.Speaker(
                Optional.ofNullable(row.getString("speaker")), row.getString("speaker_name")),
            Duration.ofMillis(row.getLong("from_ms")),
            Duration.ofMillis(row.getLong("to_ms")),
            sentences(row.getString("sentences"))));
  }

  private static List<Paragraph.Sentence> sentences(String json) {
    try {
      return JSON.readValue(json, SENTENCES).stream().map(Timed::sentence).toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("sentences that this class wrote", e);
    }
  }

  private static String json(List<Paragraph.Sentence> sentences) {
    try {
      return JSON.writeValueAsString(sentences.stream().map(Timed::of).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are JSON", e);
    }
  }

  /** Gives a recording this transcript instead of the one it has. */
  static void put(Handle transaction, Recording recording, List<Paragraph> paragraphs) {
    transaction.execute("DELETE FROM paragraph WHERE recording = ?", recording.id());
    if (paragraphs.isEmpty()) {
      return;
    }
    String conference = recording.origin().conference();
    // two who write at once would otherwise give the same place twice
    transaction.execute("SELECT id FROM conference WHERE id = ? FOR NO KEY UPDATE", conference);
    Set<Long> taken = places(transaction, conference);
    PreparedBatch batch =
        transaction.prepareBatch(
            """
            INSERT INTO paragraph (conference, place, recording, number, speaker, speaker_name,
                                   from_ms, to_ms, sentences)
            VALUES (:conference, :place, :recording, :number, :speaker, :name, :from, :to,
                    :sentences::jsonb)
            """);
    for (Paragraph paragraph : paragraphs) {
      long place = micros(recording.take().startedAt().plus(paragraph.from()));
      while (!taken.add(place)) {
        place++;
      }
      bind(batch, conference, place, recording.id(), paragraph);
    }
    batch.execute();
  }

  private static void bind(
      PreparedBatch batch, String conference, long place, UUID recording, Paragraph paragraph) {
    batch
        .bind("conference", conference)
        .bind("place", place)
        .bind("recording", recording)
        .bind("number", paragraph.number())
        .bind("speaker", paragraph.speaker().account())
        .bind("name", paragraph.speaker().name())
        .bind("from", paragraph.from().toMillis())
        .bind("to", paragraph.to().toMillis())
        .bind("sentences", json(paragraph.sentences()))
        .add();
  }

  private static Set<Long> places(Handle handle, String conference) {
    return new HashSet<>(
        handle
            .createQuery("SELECT place FROM paragraph WHERE conference = :conference")
            .bind("conference", conference)
            .mapTo(Long.class)
            .list());
  }

  private static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
  }
}
