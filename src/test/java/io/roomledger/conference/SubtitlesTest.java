package io.roomledger.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SubtitlesTest {
  private static List<Paragraph> parse(String text) {
    return Subtitles.parse(new UUID(0, 1), text);
  }

  @Test
  void cuesOfOneSpeakerBecomeAParagraph() {
    List<Paragraph> said =
        parse(
            """
            WEBVTT - weekly

            NOTE written by a machine

            1
            00:01.000 --> 00:02.500 align:start
            <v Ada Lovelace>Good <b>morning</b>.</v>

            00:02.600 --> 00:04.000
            <v Ada Lovelace>Tom &amp; Jerry
            are here.

            01:00:00.000 --> 01:00:01.000
            <v.loud Ben>Hello!
            """);
    assertThat(said).hasSize(2);
    assertThat(said.getFirst().speaker().name()).isEqualTo("Ada Lovelace");
    assertThat(said.getFirst().text()).isEqualTo("Good morning. Tom & Jerry are here.");
    assertThat(said.getFirst().from()).isEqualTo(Duration.ofSeconds(1));
    assertThat(said.getFirst().to()).isEqualTo(Duration.ofSeconds(4));
    assertThat(said.getFirst().sentences()).hasSize(2);
    assertThat(said.getLast().number()).isEqualTo(1);
    assertThat(said.getLast().speaker().name()).isEqualTo("Ben");
    assertThat(said.getLast().from()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void subRipIsReadTooAndNamesBeforeAColonAreSpeakers() {
    List<Paragraph> said =
        parse(
            """
            1
            00:00:01,000 --> 00:00:02,000
            Cem: It is five o'clock.

            2
            00:00:09,000 --> 00:00:10,000
            {\\an8}No name here.
            """
                .replace("\n", "\r\n"));
    assertThat(said).extracting(p -> p.speaker().name()).containsExactly("Cem", "");
    assertThat(said)
        .extracting(Paragraph::text)
        .containsExactly("It is five o'clock.", "No name here.");
  }

  @Test
  void whatMakesNoSenseIsRefusedWithItsLine() {
    assertThatThrownBy(() -> parse("WEBVTT\n\n00:02.000 --> 00:01.000\nx"))
        .hasMessageContaining("line 3: ends before it begins");
    assertThatThrownBy(() -> parse("WEBVTT\n\nsoon --> later\nx")).hasMessageContaining("line 3");
    assertThatThrownBy(() -> parse("no subtitles")).hasMessageContaining("WebVTT or SubRip");
    assertThatThrownBy(() -> parse("x".repeat(Subtitles.LONGEST + 1)))
        .hasMessageContaining("too large");
    assertThat(parse("WEBVTT")).isEmpty();
  }

  @Property(tries = 200)
  void noTextIsAFault(@ForAll String text) {
    try {
      parse("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text);
    } catch (RefusedException refused) {
      assertThat(refused).hasMessageContaining("expected");
    }
  }
}
