package io.roomledger.conference;

import io.roomledger.export.Pseudonyms;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who took part in a conference.
 *
 * @param conference which
 * @param who who
 * @param began when the conference began
 * @param joinedAt when they first came, if that is known
 * @param leftAt when they last left, if they did and that is known
 * @param removed whether somebody sent them out
 */
public record Participation(
    String conference,
    HeldConference.Attending who,
    Instant began,
    Optional<Instant> joinedAt,
    Optional<Instant> leftAt,
    boolean removed) {

  /** When they came, else when it began. */
  public Instant at() {
    return joinedAt.orElse(began);
  }

  /** This with another name for who came. */
  Participation renamed(Pseudonyms names) {
    return new Participation(conference, who.renamed(names), began, joinedAt, leftAt, removed);
  }

  /** What names it. */
  public String id() {
    return conference + ":" + who.account();
  }
}
