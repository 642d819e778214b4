package io.roomledger.dialect.feishu;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.HeldFilter;
import io.roomledger.http.Call;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.util.List;
import java.util.Optional;

/** Which meetings a body or a query means. Meetings here have no rooms of their own. */
final class MeetingFilters {
  private static final int GOES_ON = 1;
  private static final int TO_COME = 3;
  private static final int SHARED_SCREEN = 3;
  private static final String NUMBER = "meeting_no";
  private static final String USER = "user_id";
  private static final String ROOM = "room_id";

  private final People people;
  private final Failures failures;

  /**
   * @param people whom a {@code user_id} names
   * @param failures what a wrong filter is answered with
   */
  MeetingFilters(People people, Failures failures) {
    this.people = people;
    this.failures = failures;
  }

  /**
   * Failures for filters; the exports have fewer codes than the lists.
   *
   * @param several more than one filter
   * @param room a room as the filter
   * @param negative a meeting number below zero
   * @param length a meeting number that has not 9 digits
   */
  record Failures(Failure several, Failure room, Failure negative, Failure length) {
    static final Failures OF_EXPORTS =
        new Failures(
            Failure.PARAM_ERROR, Failure.NOT_SUPPORT, Failure.PARAM_ERROR, Failure.PARAM_ERROR);

    /** The lists differ in the code for several filters. */
    static Failures ofLists(Failure several) {
      return new Failures(
          several,
          new Failure(400, 126015, "not support room_id"),
          new Failure(400, 126003, "meeting number invalid (cannot smaller than 0)"),
          new Failure(400, 126004, "meeting number length not correct (supposed to be 9)"));
    }
  }

  /** Meetings by at most one of number, person and room. */
  HeldFilter meetings(Fields fields, Call call, Caller caller, Period began) {
    refuseSeveral(fields, List.of(NUMBER, USER, ROOM));
    return read(fields, call, caller, began);
  }

  /** Participants of the meeting of a number, by at most one of person and room. */
  HeldFilter participants(Fields fields, Call call, Caller caller, Period began) {
    fields.text(NUMBER);
    refuseSeveral(fields, List.of(USER, ROOM));
    return read(fields, call, caller, began);
  }

  private void refuseSeveral(Fields fields, List<String> exclusive) {
    if (exclusive.stream().filter(name -> fields.findText(name).isPresent()).count() > 1) {
      throw new FailureException(failures.several());
    }
    if (fields.findText(ROOM).isPresent()) {
      throw new FailureException(failures.room());
    }
  }

  private HeldFilter read(Fields fields, Call call, Caller caller, Period began) {
    Optional<String> number = fields.findText(NUMBER);
    number.ifPresent(this::check);
    int status = fields.number("meeting_status", 2, 1, TO_COME);
    if (status == TO_COME) {
      throw new FailureException(Failure.NOT_SUPPORT);
    }
    // nobody shares a screen with a room here, so there are none of this type
    boolean none = fields.number("meeting_type", 1, 1, SHARED_SCREEN) == SHARED_SCREEN;
    return new HeldFilter(
        caller.organisation(),
        none ? new Period(began.from(), began.from()) : began,
        status == GOES_ON ? HeldFilter.State.GOES_ON : HeldFilter.State.ENDED,
        number,
        fields.findText(USER).map(id -> account(call, caller, id)));
  }

  private void check(String number) {
    if (number.startsWith("-")) {
      throw new FailureException(
          failures.negative(), NUMBER, number, "meeting_no must be 9 digits");
    }
    if (!number.matches("\\d{9}")) {
      throw new FailureException(failures.length(), NUMBER, number, "meeting_no must be 9 digits");
    }
  }

  private String account(Call call, Caller caller, String id) {
    return people
        .find(caller.organisation(), People.kind(call), id)
        .map(Account::id)
        .orElseThrow(() -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, id)));
  }
}
