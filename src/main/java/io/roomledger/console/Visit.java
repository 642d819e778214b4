package io.roomledger.console;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Call;
import io.roomledger.identity.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of a person's browser: who they are, how they are spoken to.
 *
 * @param call the request
 * @param manners how the person is spoken to
 * @param person who is logged in, if anybody is
 * @param proof what forms of this browser must send back
 * @param factorMissing whether the person must set up a second factor before anything else
 */
record Visit(
    Call call,
    Manners manners,
    Optional<Caller.Person> person,
    String proof,
    boolean factorMissing) {

  /** Who is logged in; asked only where somebody must be. */
  Caller.Person caller() {
    return person.orElseThrow(
        () -> new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.MISSING)));
  }

  String say(String key, Object... what) {
    return manners.words().say(key, what);
  }

  String count(String key, long number) {
    return manners.words().count(key, number);
  }

  /** Whether the page asks by itself for a part of it. */
  boolean partial() {
    return call.header("HX-Request").isPresent();
  }

  /** What was typed into a field of a form, without blanks around it; empty if nothing was. */
  String field(String name) {
    return call.form().getOrDefault(name, List.of("")).getFirst().strip();
  }

  /** Exactly what was typed into a field. */
  String exactly(String name) {
    return call.form().getOrDefault(name, List.of("")).getFirst();
  }

  /** A parameter of the address, if it says something. */
  Optional<String> asked(String name) {
    return call.query(name).map(String::strip).filter(text -> !text.isEmpty());
  }

  boolean may(String permission) {
    return person.filter(it -> it.may(permission)).isPresent();
  }

  /** What has just been done, if the address says so and there are words for it. */
  String said() {
    return asked("said").map(it -> manners.words().sayOr("said." + it, "")).orElse("");
  }

  /** The number of an export in the path. */
  long number(String parameter) {
    try {
      return Long.parseLong(call.pathParameter(parameter));
    } catch (NumberFormatException e) {
      throw new RefusedException(
          new Refusal.NotFound(Refusal.Thing.ENDPOINT, call.pathParameter(parameter)));
    }
  }

  /** That the address leads nowhere, because of what it says under that name. */
  static RefusedException nothingAt(String name) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.ENDPOINT, name));
  }

  Map<String, List<String>> form() {
    return call.form();
  }
}
