package io.roomledger.console;

import io.roomledger.base.Counted;
import io.roomledger.base.Window;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Administration;
import io.roomledger.people.Person;
import io.roomledger.people.PersonDraft;
import io.roomledger.people.PersonQuery;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** People: who has an account, who may log in, and new ones. */
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
   * @param next how many are before the next page, if there is one
   */
  record Listing(List<Person> people, long total, String words, Optional<Long> next) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/people", this::list),
        gate.post("/people", this::add),
        gate.post("/people/{account}/active", this::setActive));
  }

  private Answer list(Visit visit) {
    visit.caller().needPermission(Administration.VIEW_FULL_USERS);
    String words = visit.asked("words").orElse("");
    long from =
        visit.asked("from").filter(it -> it.matches("[0-9]{1,9}")).map(Long::valueOf).orElse(0L);
    Counted<Person> found =
        doors
            .people()
            .list(
                visit.caller(),
                new PersonQuery(words, PersonQuery.Order.NAME, false, new Window(from, ON_A_PAGE)));
    long shown = from + found.items().size();
    Listing listing =
        new Listing(
            found.items(),
            found.total(),
            words,
            shown < found.total() ? Optional.of(shown) : Optional.empty());
    return pages.page(visit, visit.partial() ? "peopleRows" : "people", listing);
  }

  private Answer add(Visit visit) {
    Set<String> roles = visit.field("admin").isEmpty() ? Set.of("user") : Set.of("admin", "user");
    doors
        .people()
        .add(
            visit.caller(),
            new PersonDraft(
                visit.field("username"),
                visit.field("name"),
                visit.field("email"),
                visit.exactly("password"),
                roles));
    return Pages.redirect(visit, "/people?said=added");
  }

  private Answer setActive(Visit visit) {
    boolean active = visit.field("active").equals("true");
    doors.people().setActive(visit.caller(), visit.call().pathParameter("account"), active);
    return Pages.redirect(visit, "/people?said=" + (active ? "switchedOn" : "switchedOff"));
  }
}
