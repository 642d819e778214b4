// https://developer.rocket.chat/apidocs/register-user
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Accounts;
import io.roomledger.people.People;
import io.roomledger.people.Person;
import io.roomledger.people.PersonDraft;
import java.util.Optional;
import java.util.Set;

/** Lets people make their own accounts, where the setting allows it. */
final class Registration {
  private static final String NAME = "users.register";
  private static final Schema NEW =
      Schema.ANY
          .need("username", Schema::string)
          .need("email", Schema::string)
          .need("pass", Schema::string);

  /** The vendor's: one account a minute from one address. */
  private static final int CALLS_PER_MINUTE = 1;

  private final People people;
  private final Gate gate;
  private final Desk desk;

  Registration(People people, Gate gate, Desk desk) {
    this.people = people;
    this.gate = gate;
    this.desk = desk;
  }

  Endpoint endpoint() {
    return Endpoint.post(Desk.ROOT + NAME, this::answer);
  }

  private Answer answer(Call call) throws Exception {
    Asked asked = Asked.body(call);
    Optional<Answer> fault = desk.fault(call, NEW, asked);
    if (fault.isPresent()) {
      return fault.get();
    }
    return gate.limited(
        call,
        Optional.empty(),
        Desk.ROOT + NAME,
        CALLS_PER_MINUTE,
        () -> Wire.success(register(call, asked)));
  }

  private ObjectNode register(Call call, Asked asked) throws Exception {
    if (gate.guest(call).isPresent()) {
      throw new FailureException(Failure.plain(400, "Logged in users can not register again."));
    }
    String username = asked.text("username");
    PersonDraft draft =
        new PersonDraft(
            username,
            asked.find("name").orElse(username),
            asked.text("email"),
            asked.text("pass"),
            Set.of());
    Person added =
        FailureException.spelling(
            refusal -> failure(refusal, draft),
            () -> people.register(Accounts.MAIN, draft, call.address()));
    return Wire.object().set("user", UserPrinter.whole(added));
  }

  private static Optional<Failure> failure(Refusal refusal, PersonDraft draft) {
    return switch (refusal) {
      case Refusal.Forbidden _ ->
          Optional.of(
              Failure.of("User registration is disabled", "error-user-registration-disabled")
                  .in("registerUser"));
      case Refusal.Conflict conflict when !conflict.what().startsWith("email") ->
          Optional.of(Failure.plain(400, "Username is already in use"));
      default -> UserChanging.failure(refusal, "Adding", draft.username(), draft.email());
    };
  }
}
