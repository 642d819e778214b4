package io.roomledger.conference;

import java.util.List;

/**
 * A part of what was said in a conference, as far as it was recorded.
 *
 * @param said paragraphs in the order that was asked for
 * @param more whether there are more behind them
 */
public record Transcript(List<Said> said, boolean more) {
  public Transcript {
    said = List.copyOf(said);
  }

  /**
   * A paragraph and where it stands.
   *
   * @param place its place in the conference: microseconds since 1970, and no two have the same
   * @param session what all recordings of the conference share
   * @param paragraph what was said
   */
  public record Said(long place, String session, Paragraph paragraph) {}
}
