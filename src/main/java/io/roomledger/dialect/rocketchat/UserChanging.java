// https://developer.rocket.chat/apidocs/create-user, .../update-user, .../delete-user
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.people.People;
import io.roomledger.people.Person;
import io.roomledger.people.PersonChange;
import io.roomledger.people.PersonDraft;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Adds, changes and deletes accounts. */
final class UserChanging {
  private static final Schema NEW =
      Schema.ANY
          .need("email", Schema::string)
          .need("name", Schema::string)
          .need("password", Schema::string)
          .need("username", Schema::string);

  private static final Schema CHANGED =
      Schema.ANY.need("userId", Schema::string).need("data", Schema::object);

  private final People people;
  private final UserFinder finder;

  UserChanging(People people, UserFinder finder) {
    this.people = people;
    this.finder = finder;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        desk.post("users.create", NEW, this::create),
        desk.post("users.update", CHANGED, this::update),
        desk.post("users.setActiveStatus", this::setActive),
        desk.post("users.delete", this::delete));
  }

  private ObjectNode create(Desk.Visit visit) throws IOException {
    Asked asked = visit.asked();
    PersonDraft draft =
        new PersonDraft(
            asked.text("username"),
            asked.text("name"),
            asked.text("email"),
            asked.text("password"),
            Set.copyOf(asked.texts("roles")));
    Person added =
        FailureException.spelling(
            refusal -> failure(refusal, "Adding", draft.username(), draft.email()),
            () -> people.add(visit.caller(), draft));
    if (asked.has("active") && !asked.truth("active")) {
      people.setActive(visit.caller(), added.account().id(), false);
      added = people.get(visit.caller(), added.account().id());
    }
    return Wire.object().set("user", UserPrinter.whole(added));
  }

  private ObjectNode update(Desk.Visit visit) throws IOException {
    Asked data = visit.asked().object("data");
    Account account = finder.need(visit);
    PersonChange change =
        new PersonChange(
            data.find("username"),
            data.find("name"),
            data.find("email"),
            data.find("password"),
            data.has("roles") ? Optional.of(Set.copyOf(data.texts("roles"))) : Optional.empty());
    Person changed =
        FailureException.spelling(
            refusal -> failure(refusal, "Editing", data.text("username"), data.text("email")),
            () -> {
              if (data.has("active")) {
                people.setActive(visit.caller(), account.id(), data.truth("active"));
              }
              return people.change(visit.caller(), account.id(), change);
            });
    return Wire.object().set("user", UserPrinter.print(visit.caller(), changed));
  }

  private ObjectNode setActive(Desk.Visit visit) throws IOException {
    Account account = finder.need(visit);
    boolean active = visit.asked().truth("activeStatus");
    FailureException.spelling(
        refusal -> whyKept(refusal, "setUserActiveStatus"),
        () -> {
          people.setActive(visit.caller(), account.id(), active);
          return active;
        });
    ObjectNode answer = Wire.object();
    answer.putObject("user").put("_id", account.id()).put("active", active);
    return answer;
  }

  private ObjectNode delete(Desk.Visit visit) throws IOException {
    Account account = finder.need(visit);
    FailureException.spelling(
        refusal -> whyKept(refusal, "deleteUser"),
        () -> {
          people.delete(visit.caller(), account.id());
          return account;
        });
    ObjectNode answer = Wire.object();
    // rooms outlive their people here, so there are never any
    answer.putArray("deletedRooms");
    return answer;
  }

  private static Optional<Failure> whyKept(Refusal refusal, String method) {
    return switch (refusal) {
      case Refusal.Forbidden _ -> Optional.of(Failure.FORBIDDEN);
      case Refusal.Conflict _ ->
          Optional.of(
              Failure.of(
                      "Leaving the app without admins is not allowed", "error-action-not-allowed")
                  .in(method));
      default -> Optional.empty();
    };
  }

  /** What speaks against an account, in the vendor's words. */
  static Optional<Failure> failure(Refusal refusal, String doing, String username, String email) {
    Failure failure =
        switch (refusal) {
          case Refusal.Forbidden _ ->
              Failure.of(doing + " user is not allowed", "error-action-not-allowed");
          case Refusal.Conflict conflict when conflict.what().contains("last administrator") ->
              Failure.of(
                  "Leaving the app without admins is not allowed", "error-action-not-allowed");
          case Refusal.Conflict conflict ->
              Failure.of(
                  (conflict.what().startsWith("email") ? email : username)
                      + " is already in use :(",
                  "error-field-unavailable");
          case Refusal.Invalid invalid -> invalid(invalid);
          default -> null;
        };
    return Optional.ofNullable(failure).map(f -> f.in("insertOrUpdateUser"));
  }

  private static Failure invalid(Refusal.Invalid invalid) {
    return switch (invalid.field()) {
      case "blocked username" ->
          Failure.of(invalid.value() + " is blocked and can't be used!", "error-blocked-username");
      case "username", "email", "name" ->
          new Failure(
              400,
              invalid.value()
                  + " is not a valid "
                  + invalid.field()
                  + " [error-input-is-not-a-valid-field]",
              "error-input-is-not-a-valid-field",
              Map.of());
      case "password" ->
          Failure.of("Password does not meet the server's policy", "error-password-policy-not-met");
      case "role" ->
          Failure.of("The field Roles consist invalid role id", "error-action-not-allowed");
      default -> Failure.of(invalid.message(), "error-invalid-params");
    };
  }
}
