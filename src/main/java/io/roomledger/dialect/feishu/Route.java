package io.roomledger.dialect.feishu;

import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.identity.Caller;

/**
 * An address and its terms, as its page declares them. The gateway checks the terms before the
 * handler sees the call, so a handler only reads its fields, makes one call on a door, and prints:
 *
 * <pre>{@code
 * private static final Terms LOOK = Terms.tenant(Tier.OFTEN, "vc:room", "vc:room:readonly");
 *
 * List<Route> routes() {
 *   return List.of(
 *       Route.get("/open-apis/vc/v1/rooms/{room_id}", LOOK, this::get),
 *       Route.patch("/open-apis/vc/v1/rooms/{room_id}", CHANGE, this::change));
 * }
 *
 * private Answer get(Call call, Caller caller) {
 *   Fields query = Fields.ofQuery(call); // or Fields.of(call) for the body
 *   ...
 *   return Spelling.success(data);
 * }
 * }</pre>
 *
 * <p>The routes of a conversation are listed in {@link Feishu}. What a door refuses is spelled by
 * the {@link Family} of the path; a documented failure that no refusal stands for is a {@link
 * FailureException}. Ids of people are read and written by {@link People}.
 *
 * @param method the HTTP method
 * @param path the path, with {@code {name}} for parameters; it is also what a limit counts
 * @param terms on which terms it is open
 * @param handler what answers
 */
record Route(String method, String path, Terms terms, Handler handler) {
  /** Answers a call of somebody who came through the gateway. */
  @FunctionalInterface
  interface Handler {
    Answer answer(Call call, Caller caller) throws Exception;
  }

  static Route get(String path, Terms terms, Handler handler) {
    return new Route("GET", path, terms, handler);
  }

  static Route post(String path, Terms terms, Handler handler) {
    return new Route("POST", path, terms, handler);
  }

  static Route put(String path, Terms terms, Handler handler) {
    return new Route("PUT", path, terms, handler);
  }

  static Route patch(String path, Terms terms, Handler handler) {
    return new Route("PATCH", path, terms, handler);
  }

  static Route delete(String path, Terms terms, Handler handler) {
    return new Route("DELETE", path, terms, handler);
  }
}
