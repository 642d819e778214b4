package io.roomledger.conference;

import static io.roomledger.conference.ConferenceHouse.CONFERENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptsTest {
  @TempDir Path folder;
  private ConferenceHouse house;
  private Transcripts transcripts;
  private Recording recording;

  @BeforeEach
  void open() {
    house = new ConferenceHouse(folder);
    transcripts = new Transcripts(house.database, house.recordings(false));
    house.conference(CONFERENCE);
    recording = house.recording(CONFERENCE, house.ada, "film");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Paragraph paragraph(Recording of, int number, long from, String... sentences) {
    List<Paragraph.Sentence> said = new ArrayList<>();
    for (String sentence : sentences) {
      said.add(
          new Paragraph.Sentence(Duration.ofMillis(from), Duration.ofMillis(from + 900), sentence));
    }
    return new Paragraph(
        of.id(),
        number,
        new Paragraph.Speaker(Optional.of(house.ada.id()), "Ada"),
        Duration.ofMillis(from),
        Duration.ofMillis(from + 1000),
        said);
  }

  private void put(Recording of, Paragraph... paragraphs) {
    house
        .database
        .jdbi()
        .useTransaction(transaction -> Transcripts.put(transaction, of, List.of(paragraphs)));
  }

  private Transcript read(TranscriptPart part) {
    return transcripts.read(house.program("main"), house.request(CONFERENCE, house.ada), part);
  }

  private static TranscriptPart part(long from, boolean backwards, long after, int limit) {
    return new TranscriptPart(
        Duration.ofMillis(from),
        backwards,
        after == 0 ? OptionalLong.empty() : OptionalLong.of(after),
        limit);
  }

  private static List<String> texts(Transcript transcript) {
    return transcript.said().stream().map(said -> said.paragraph().text()).toList();
  }

  @Test
  void whatWasSaidComesBackAsItWasPut() {
    Paragraph first = paragraph(recording, 0, 0, "Good morning.", "Shall we?");
    put(recording, first);
    Transcript all = read(part(0, false, 0, 10));
    assertThat(all.said()).extracting(Transcript.Said::paragraph).containsExactly(first);
    assertThat(all.said().getFirst().session()).isEqualTo(recording.origin().session());
    assertThat(all.said().getFirst().place())
        .isEqualTo(ConferenceHouse.START.toEpochMilli() * 1000);
    assertThat(texts(all)).containsExactly("Good morning. Shall we?");
  }

  @Test
  void pagesGoOnBehindThePlaceOfTheLastParagraphInBothDirections() {
    put(
        recording,
        paragraph(recording, 0, 0, "one"),
        paragraph(recording, 1, 2000, "two"),
        paragraph(recording, 2, 2000, "at once"));
    Transcript page = read(part(0, false, 0, 2));
    assertThat(texts(page)).containsExactly("one", "two");
    assertThat(page.more()).isTrue();
    Transcript rest = read(part(0, false, page.said().getLast().place(), 2));
    assertThat(texts(rest)).containsExactly("at once");
    assertThat(rest.more()).isFalse();

    Transcript back = read(part(0, true, 0, 2));
    assertThat(texts(back)).containsExactly("at once", "two");
    assertThat(texts(read(part(0, true, back.said().getLast().place(), 2)))).containsExactly("one");
    assertThat(texts(read(part(1000, false, 0, 10)))).containsExactly("two", "at once");
  }

  @Test
  void recordingsOfTheSameMomentKeepTheirParagraphsApartAndAreReplacedAlone() {
    Recording other = house.recording(CONFERENCE, house.ben, "another film");
    put(recording, paragraph(recording, 0, 0, "one"));
    put(other, paragraph(other, 0, 0, "the same moment"));
    assertThat(texts(read(part(0, false, 0, 10)))).containsExactly("one", "the same moment");
    put(recording, paragraph(recording, 0, 500, "instead"));
    assertThat(texts(read(part(0, false, 0, 10)))).containsExactly("the same moment", "instead");
    put(recording);
    assertThat(texts(read(part(0, false, 0, 10)))).containsExactly("the same moment");
  }

  @Test
  void onlyThoseWhoMayWatchMayRead() {
    put(recording, paragraph(recording, 0, 0, "secret"));
    assertThatThrownBy(() ->
            transcripts.read(
                house.program("main"), house.request(CONFERENCE, house.cem), part(0, false, 0, 10)))
        .hasMessageContaining("creator, host, co-host or recorder");
    assertThatThrownBy(() -> part(0, false, 0, 2001)).hasMessageContaining("1 to 2000");
  }
}
