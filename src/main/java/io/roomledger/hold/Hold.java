package io.roomledger.hold;

import java.time.Instant;
import java.util.Optional;

/**
 * An order that something must be kept, whatever its age and whoever wants it gone.
 *
 * @param id its id
 * @param subject what is held
 * @param reason why
 * @param placed who placed it, and when
 * @param lifted who lifted it, if it was
 */
public record Hold(long id, Subject subject, String reason, Act placed, Optional<Lift> lifted) {

  /**
   * What can be held.
   *
   * @param kind what it is
   * @param id its id
   * @param name what it was called when it was held
   * @param conference the conference of a recording
   */
  public record Subject(HeldKind kind, String id, String name, Optional<String> conference) {
    /** Its name in the audit log. */
    public String key() {
      return (kind == HeldKind.PERSON ? "account" : kind.key()) + ":" + id;
    }
  }

  /**
   * Something done.
   *
   * @param by by whom: account:..., app:... or operator
   * @param at when
   */
  public record Act(String by, Instant at) {}

  /**
   * The end of a hold.
   *
   * @param act who ended it, and when
   * @param reason why; empty for those that were lifted before reasons were asked for
   */
  public record Lift(Act act, Optional<String> reason) {}

  /** The conference that it is about, if it is about one. */
  public Optional<String> conference() {
    return subject.kind() == HeldKind.CONFERENCE ? Optional.of(subject.id()) : subject.conference();
  }
}
