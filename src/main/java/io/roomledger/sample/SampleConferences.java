package io.roomledger.sample;

import io.roomledger.conference.ConferenceDraft;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.conference.Conferences;
import io.roomledger.conference.Recording;
import io.roomledger.conference.RecordingDraft;
import io.roomledger.conference.RecordingKind;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.Transcripts;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The conferences of the sample and their playable recordings. */
public final class SampleConferences {
  private final Conferences conferences;
  private final Recordings recordings;
  private final Transcripts transcripts;
  private final Story story;

  public SampleConferences(
      Conferences conferences, Recordings recordings, Transcripts transcripts, Clock clock) {
    this.conferences = conferences;
    this.recordings = recordings;
    this.transcripts = transcripts;
    this.story = new Story(clock.instant());
  }

  record Meeting(
      String id,
      String title,
      String host,
      String at,
      int minutes,
      List<String> attendees,
      List<Film> recordings) {}

  record Film(
      String title,
      String file,
      @Nullable String transcript,
      int seconds,
      RecordingKind kind,
      int after) {}

  /** Adds the conferences, who was there, the recordings and what was said in them. */
  void add(Caller.Operator operator, Map<String, String> ids) throws IOException {
    for (Meeting meeting : Story.read("conferences.json", Meeting[].class)) {
      Instant start = story.at(meeting.at());
      Instant end = start.plus(Duration.ofMinutes(meeting.minutes()));
      String host = ids.getOrDefault(meeting.host(), meeting.host());
      conferences.create(
          operator,
          new ConferenceDraft(
              Optional.of(meeting.id()),
              meeting.title(),
              host,
              start,
              Optional.of(end),
              Optional.of("sample:" + meeting.id())));
      addMember(operator, meeting.id(), host, ConferenceMember.Role.HOST, start, end);
      for (String attendee : meeting.attendees()) {
        String account = ids.getOrDefault(attendee, attendee);
        addMember(operator, meeting.id(), account, ConferenceMember.Role.ATTENDEE, start, end);
      }
      for (Film film : meeting.recordings()) {
        addFilm(operator, meeting.id(), host, film, start);
      }
    }
  }

  private void addMember(
      Caller caller,
      String conference,
      String account,
      ConferenceMember.Role role,
      Instant start,
      Instant end) {
    conferences.addMember(
        caller,
        conference,
        new ConferenceMember(account, role, Optional.of(start), Optional.of(end)));
  }

  private void addFilm(
      Caller caller, String conference, String owner, Film film, Instant conferenceStart)
      throws IOException {
    Duration length = Duration.ofSeconds(film.seconds());
    Instant start = conferenceStart.plus(Duration.ofMinutes(film.after()));
    RecordingDraft draft =
        new RecordingDraft(
            film.title(),
            owner,
            new Recording.Take(
                start,
                start.plus(length),
                Optional.of(length),
                film.kind(),
                Recording.Clockwork.RECORDER),
            "video/mp4",
            new Recording.Ready(),
            Optional.of("sample:" + film.title()));
    UUID recording;
    try (InputStream bytes = Story.open(film.file())) {
      recording = recordings.add(caller, conference, draft, bytes).id();
    }
    if (film.transcript() != null) {
      transcripts.put(caller, recording, Story.text(film.transcript()));
    }
  }
}
