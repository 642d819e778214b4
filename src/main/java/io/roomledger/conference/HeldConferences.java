package io.roomledger.conference;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The door of what was held in an organisation, and who was there. Only {@link
 * Permissions#MANAGE_MEETINGS} may look.
 */
public final class HeldConferences {
  /** The most on one page. */
  public static final int LARGEST_PAGE = 200;

  private static final Pattern CONFERENCE_KEY = Pattern.compile("[0-9a-f]{24}");
  private static final Pattern PERSON_KEY = Pattern.compile("[0-9a-f]{24}:.{1,100}");

  private final Database database;

  public HeldConferences(Database database) {
    this.database = database;
  }

  /**
   * A page of conferences, in order of their begin.
   *
   * @param after the key of the page wanted, as the page before gave it
   * @param size how many, at most {@link #LARGEST_PAGE}
   * @throws RefusedException forbidden; invalid
   */
  public Page<HeldConference> list(
      Caller caller, HeldFilter filter, Optional<String> after, int size) {
    authorise(caller, filter);
    check(after, CONFERENCE_KEY);
    return page(
        database
            .jdbi()
            .withHandle(handle -> HeldRows.conferences(handle, filter, after, more(size))),
        size,
        HeldConference::id);
  }

  /**
   * A page of the people in conferences, in the order in which they came.
   *
   * @param after the key of the page wanted, as the page before gave it
   * @param size how many, at most {@link #LARGEST_PAGE}
   * @throws RefusedException forbidden; invalid; not found, if there is no such conference
   */
  public Page<Participation> people(
      Caller caller, HeldFilter filter, Optional<String> after, int size) {
    requireSome(caller, filter);
    check(after, PERSON_KEY);
    return page(
        database.jdbi().withHandle(handle -> HeldRows.people(handle, filter, after, more(size))),
        size,
        Participation::id);
  }

  /** Refuses others' organisations, and who may not look. */
  static void authorise(Caller caller, HeldFilter filter) {
    if (!filter.organisation().equals(caller.organisation())) {
      throw Refusals.foreign();
    }
    caller.needPermission(Permissions.MANAGE_MEETINGS);
  }

  /** Refuses as well when there is no such conference, whoever was there. */
  void requireSome(Caller caller, HeldFilter filter) {
    authorise(caller, filter);
    HeldFilter anybody =
        new HeldFilter(
            filter.organisation(),
            filter.began(),
            filter.state(),
            filter.number(),
            Optional.empty(),
            List.of(),
            filter.words());
    if (database.jdbi().withHandle(handle -> HeldRows.countConferences(handle, anybody)) == 0) {
      throw Refusals.noConference(filter.number().orElse("of that time"));
    }
  }

  private static void check(Optional<String> after, Pattern key) {
    if (after.filter(text -> !key.matcher(text).matches()).isPresent()) {
      throw new RefusedException(
          new Refusal.Invalid("after", after.get(), "the key that a page gave"));
    }
  }

  private static int more(int size) {
    if (size < 1 || size > LARGEST_PAGE) {
      throw new RefusedException(
          new Refusal.Invalid("size", String.valueOf(size), "from 1 to " + LARGEST_PAGE));
    }
    return size + 1;
  }

  private static <T> Page<T> page(List<T> more, int size, Function<T, String> key) {
    return more.size() <= size
        ? new Page<>(more, Optional.empty())
        : new Page<>(more.subList(0, size), Optional.of(key.apply(more.get(size - 1))));
  }
}
