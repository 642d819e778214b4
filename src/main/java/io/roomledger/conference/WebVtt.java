package io.roomledger.conference;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Writes what was said as a WebVTT file, a cue for each sentence, which {@link Subtitles} reads
 * again.
 *
 * @see <a href="https://www.w3.org/TR/webvtt1/">WebVTT</a>
 */
final class WebVtt {
  static final String MEDIA_TYPE = "text/vtt";

  private WebVtt() {}

  static String print(List<Paragraph> paragraphs) {
    StringBuilder text = new StringBuilder("WEBVTT\n");
    for (Paragraph paragraph : paragraphs) {
      String speaker = escaped(paragraph.speaker().name());
      for (Paragraph.Sentence sentence : paragraph.sentences()) {
        text.append('\n')
            .append(time(sentence.from()))
            .append(" --> ")
            .append(time(sentence.to()))
            .append('\n');
        if (!speaker.isEmpty()) {
          text.append("<v ").append(speaker).append('>');
        }
        text.append(escaped(sentence.text())).append('\n');
      }
    }
    return text.toString();
  }

  private static String time(Duration from) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        from.toHours(),
        from.toMinutesPart(),
        from.toSecondsPart(),
        from.toMillisPart());
  }

  /** A line break would end the cue. */
  private static String escaped(String text) {
    return text.replaceAll("\\s+", " ")
        .strip()
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
