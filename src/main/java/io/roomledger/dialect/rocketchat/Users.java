// https://developer.rocket.chat/apidocs/get-users-info, .../get-users-list
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Counted;
import io.roomledger.base.Refusal;
import io.roomledger.base.Window;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.people.People;
import io.roomledger.people.Person;
import io.roomledger.people.PersonQuery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows people: one, or all. */
final class Users {
  private static final Map<String, PersonQuery.Order> SORTS =
      Map.of(
          "username", PersonQuery.Order.USERNAME,
          "name", PersonQuery.Order.NAME,
          "createdAt", PersonQuery.Order.CREATED,
          "status", PersonQuery.Order.ACTIVE,
          "active", PersonQuery.Order.ACTIVE);

  private final People people;
  private final UserFinder finder;

  Users(People people, UserFinder finder) {
    this.people = people;
    this.finder = finder;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(desk.get("users.info", this::info), desk.get("users.list", this::list));
  }

  private ObjectNode info(Desk.Visit visit) {
    Optional<String> id = visit.asked().find("userId");
    Optional<String> name = visit.asked().find("username");
    if (id.isEmpty() && name.isEmpty()) {
      throw new FailureException(Failure.plain(400, "Invalid search query."));
    }
    Account account =
        id.flatMap(it -> finder.byId(visit.caller(), it))
            .or(() -> name.flatMap(it -> finder.byName(visit.caller(), it)))
            .orElseThrow(() -> new FailureException(Failure.plain(400, "User not found.")));
    Person person = people.get(visit.caller(), account.id());
    return Wire.object().set("user", UserPrinter.print(visit.caller(), person));
  }

  private ObjectNode list(Desk.Visit visit) throws IOException {
    Window window = Paging.of(visit.asked());
    Sorting<PersonQuery.Order> sorting =
        Sorting.of(visit.asked(), SORTS).orElse(new Sorting<>(PersonQuery.Order.USERNAME, false));
    PersonQuery query =
        new PersonQuery(
            visit.asked().text("searchTerm"), sorting.by(), sorting.descending(), window);
    Counted<Person> found =
        FailureException.spelling(
            refusal ->
                refusal instanceof Refusal.Forbidden
                    ? Optional.of(Failure.FORBIDDEN)
                    : Optional.empty(),
            () -> people.list(visit.caller(), query));
    return Paging.print(
        "users", window, found, person -> UserPrinter.print(visit.caller(), person));
  }
}
