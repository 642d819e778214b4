package io.roomledger.conference;

import io.roomledger.export.Pseudonyms;
import java.time.Instant;
import java.util.Optional;

/**
 * A conference as lists of what was held show it.
 *
 * @param id its id
 * @param number 9 digits that people know it by; two conferences may have the same
 * @param title what people call it
 * @param creator who started it
 * @param held from when to when; without an end while it goes on
 * @param share how many took part, and whether it was recorded
 */
public record HeldConference(
    String id, String number, String title, Attending creator, Held held, Share share) {

  /** This with another name for who started it; departments and titles stay. */
  HeldConference renamed(Pseudonyms names) {
    return new HeldConference(id, number, title, creator.renamed(names), held, share);
  }

  /**
   * Somebody, as they are called now.
   *
   * @param account who
   * @param name the name for people
   * @param department the department's name, empty if not known
   * @param email the first address
   */
  public record Attending(String account, String name, String department, Optional<String> email) {
    Attending renamed(Pseudonyms names) {
      String other = names.of(account);
      return new Attending(other, other, department, Optional.empty());
    }
  }

  /**
   * When.
   *
   * @param from when it began
   * @param to when the last one left, unless it goes on
   */
  public record Held(Instant from, Optional<Instant> to) {}

  /**
   * What came of it.
   *
   * @param participants how many took part
   * @param recorded whether it was recorded
   */
  public record Share(int participants, boolean recorded) {}
}
