package io.roomledger.conference;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What one person said in a recording without being interrupted.
 *
 * @param recording the recording in which it is heard
 * @param number its place among the paragraphs of the recording, from 0
 * @param speaker who said it
 * @param from when they begin, counted from the recording's start
 * @param to when they end, counted from the recording's start
 * @param sentences what they say, in order
 */
public record Paragraph(
    UUID recording,
    int number,
    Speaker speaker,
    Duration from,
    Duration to,
    List<Sentence> sentences) {
  public Paragraph {
    sentences = List.copyOf(sentences);
  }

  /** All sentences in a row. */
  public String text() {
    return sentences.stream().map(Sentence::text).collect(Collectors.joining(" "));
  }

  /**
   * Somebody who speaks.
   *
   * @param account the account, if it is known
   * @param name what the transcript calls them, empty if it does not say
   */
  public record Speaker(Optional<String> account, String name) {}

  /**
   * Something said, as the transcript times it.
   *
   * @param from when it begins, counted from the recording's start
   * @param to when it ends, counted from the recording's start
   * @param text the words
   */
  public record Sentence(Duration from, Duration to, String text) {}
}
