package io.roomledger.console;

import io.roomledger.base.Counted;
import io.roomledger.base.Window;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Administration;
import io.roomledger.people.Person;
import io.roomledger.people.PersonQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People: who has an account, and who may log in. */
final class PeoplePages {
  private static final int ON_A_PAGE = 50;

  private final Gate gate;
  private final Pages pages;
  private final Console.Keeping doors;

  PeoplePages(Gate gate, Pages pages, Console.Keeping doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
  }

  /**
   * A page of people.
   *
   * @param words what they were looked for by
   * @param role the role that they have; empty for any
   * @param next how many are before the next page, if there is one
   */
  record Listing(List<Person> people, long total, String words, String role, Optional<Long> next) {
    /** The address of the next page. */
    String more() {
      return "/people?"
          + Pages.query(Map.of("words", words, "role", role, "from", "" + next.orElse(0L)));
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/people", this::list), gate.post("/people/{account}/active", this::setActive));
  }

  private Answer list(Visit visit) {
    visit.caller().needPermission(Administration.VIEW_FULL_USERS);
    String words = visit.asked("words").orElse("");
    String role = visit.asked("role").orElse("");
    long from =
        visit.asked("from").filter(it -> it.matches("[0-9]{1,9}")).map(Long::valueOf).orElse(0L);
    Counted<Person> found =
        doors
            .people()
            .list(
                visit.caller(),
                new PersonQuery(
                    words, PersonQuery.Order.NAME, false, new Window(from, ON_A_PAGE), role));
    long shown = from + found.items().size();
    Listing listing =
        new Listing(
            found.items(),
            found.total(),
            words,
            role,
            shown < found.total() ? Optional.of(shown) : Optional.empty());
    return pages.page(visit, visit.partial() ? "peopleRows" : "people", listing);
  }

  private Answer setActive(Visit visit) {
    boolean active = visit.field("active").equals("true");
    String account = visit.call().pathParameter("account");
    doors.people().setActive(visit.caller(), account, active);
    String back = visit.field("back").isEmpty() ? "/people" : "/people/" + account;
    return Pages.redirect(visit, back + "?said=" + (active ? "switchedOn" : "switchedOff"));
  }
}
