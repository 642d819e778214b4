package io.roomledger.export;

import io.roomledger.base.Period;
import java.util.List;

/**
 * What an export is about, for the head of the file.
 *
 * @param title what people call it, such as the room's name
 * @param fileBase the main entry's name without its ending, as the vendor has it, such as the
 *     room's id
 * @param period the period asked for
 * @param facts what else is worth saying, as name and value
 */
public record Heading(String title, String fileBase, Period period, List<Fact> facts) {
  public Heading {
    facts = List.copyOf(facts);
  }

  /** A name and a value. */
  public record Fact(String name, String value) {}
}
