package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what was said out of a WebVTT or SubRip file: cues of one speaker that follow each other
 * become a paragraph, each cue a sentence. Notes, styles and markup are passed over; a cue whose
 * times make no sense is refused with its line.
 *
 * @see <a href="https://www.w3.org/TR/webvtt1/">WebVTT</a>
 */
final class Subtitles {
  /** A day of talk has less. */
  static final int LONGEST = 8 << 20;

  private static final int MOST_CUES = 100_000;
  private static final int LONGEST_CUE = 10_000;
  private static final int SENTENCES_A_PARAGRAPH = 20;
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final String TIME = "(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{1,2})[.,](\\d{3})";
  private static final Pattern TIMES = Pattern.compile("\\s*" + TIME + "\\s*-->\\s*" + TIME + ".*");
  private static final Pattern VOICE = Pattern.compile("<v(?:\\.[^\\s>]*)?\\s+([^>]{1,200})>");
  private static final Pattern NAMED = Pattern.compile("([^:<>.!?]{1,60}):\\s+(\\S.*)");
  private static final Pattern MARKUP = Pattern.compile("<[^>]{0,200}>|\\{\\\\[^}]{0,200}}");

  private Subtitles() {}

  /** Something said by somebody, as a file has it. */
  private record Cue(String speaker, Paragraph.Sentence sentence) {}

  /**
   * The paragraphs of a text.
   *
   * @throws RefusedException too large; invalid, with the line
   */
  static List<Paragraph> parse(UUID recording, String text) {
    if (text.length() > LONGEST) {
      throw new RefusedException(new Refusal.TooLarge("transcript", LONGEST));
    }
    List<Cue> cues = cues(text.lines().toList());
    List<Paragraph> paragraphs = new ArrayList<>();
    List<Cue> together = new ArrayList<>();
    for (Cue cue : cues) {
      if (!together.isEmpty() && !belongs(together, cue)) {
        paragraphs.add(paragraph(recording, paragraphs.size(), together));
        together.clear();
      }
      together.add(cue);
    }
    if (!together.isEmpty()) {
      paragraphs.add(paragraph(recording, paragraphs.size(), together));
    }
    return paragraphs;
  }

  private static boolean belongs(List<Cue> together, Cue next) {
    Cue last = together.getLast();
    return last.speaker().equals(next.speaker())
        && together.size() < SENTENCES_A_PARAGRAPH
        && next.sentence().from().minus(last.sentence().to()).compareTo(SILENCE) <= 0;
  }

  private static Paragraph paragraph(UUID recording, int number, List<Cue> cues) {
    Duration to = Duration.ZERO;
    for (Cue cue : cues) {
      to = cue.sentence().to().compareTo(to) > 0 ? cue.sentence().to() : to;
    }
    return new Paragraph(
        recording,
        number,
        new Paragraph.Speaker(Optional.empty(), cues.getFirst().speaker()),
        cues.getFirst().sentence().from(),
        to,
        cues.stream().map(Cue::sentence).toList());
  }

  private static List<Cue> cues(List<String> lines) {
    List<Cue> cues = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      Matcher times = TIMES.matcher(lines.get(at));
      if (times.matches()) {
        int end = at + 1;
        while (end < lines.size() && !lines.get(end).isBlank()) {
          end++;
        }
        cue(at + 1, times, lines.subList(at + 1, end)).ifPresent(cues::add);
        if (cues.size() > MOST_CUES) {
          throw invalid(at + 1, "too many cues", "at most " + MOST_CUES);
        }
        at = end;
      } else if (lines.get(at).contains("-->")) {
        throw invalid(at + 1, "no times", "00:00:01.000 --> 00:00:02.000");
      } else {
        at++;
      }
    }
    if (cues.isEmpty() && lines.stream().noneMatch(line -> line.contains("WEBVTT"))) {
      throw invalid(1, "no cue", "a WebVTT or SubRip file");
    }
    return cues;
  }

  private static Optional<Cue> cue(int line, Matcher times, List<String> lines) {
    Duration from = time(times, 1);
    Duration to = time(times, 5);
    if (to.compareTo(from) < 0) {
      throw invalid(line, "ends before it begins", "an end behind the beginning");
    }
    String raw = String.join(" ", lines);
    if (raw.length() > LONGEST_CUE) {
      throw invalid(line, "a cue of " + raw.length() + " characters", "at most " + LONGEST_CUE);
    }
    Matcher voice = VOICE.matcher(raw);
    String speaker = voice.find() ? clean(voice.group(1)) : "";
    String said = clean(MARKUP.matcher(raw).replaceAll(""));
    Matcher named = NAMED.matcher(said);
    if (speaker.isEmpty() && named.matches()) {
      speaker = named.group(1).strip();
      said = named.group(2);
    }
    return said.isEmpty()
        ? Optional.empty()
        : Optional.of(new Cue(speaker, new Paragraph.Sentence(from, to, said)));
  }

  private static Duration time(Matcher times, int group) {
    String hours = times.group(group);
    return Duration.ofHours(hours == null ? 0 : Integer.parseInt(hours))
        .plusMinutes(Integer.parseInt(times.group(group + 1)))
        .plusSeconds(Integer.parseInt(times.group(group + 2)))
        .plusMillis(Integer.parseInt(times.group(group + 3)));
  }

  private static String clean(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
        .replaceAll("\\p{Cntrl}", " ")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static RefusedException invalid(int line, String what, String expected) {
    return new RefusedException(new Refusal.Invalid("transcript, line " + line, what, expected));
  }
}
