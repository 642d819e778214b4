package io.roomledger.dialect.dingtalk;

import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import java.util.Optional;

/**
 * Where conferences are held. This server keeps what happens in conferences and does not carry
 * them, so unless the settings name the place, the link leads to a page that says so.
 */
final class Rooms {
  static final String ROOT = "/j";

  private final Optional<String> joinAddress;

  Rooms(Optional<String> joinAddress) {
    this.joinAddress = joinAddress;
  }

  /** The address at which people get into the room of that code. */
  String address(Call call, String roomCode) {
    return joinAddress.orElseGet(() -> call.origin() + ROOT + "/") + roomCode;
  }

  Endpoint endpoint() {
    return Endpoint.get(ROOT + "/{roomCode}", this::answer);
  }

  private Answer answer(Call call) {
    String code = call.pathParameter("roomCode");
    boolean digits = !code.isEmpty() && code.length() <= 32;
    for (int i = 0; digits && i < code.length(); i++) {
      digits = code.charAt(i) >= '0' && code.charAt(i) <= '9';
    }
    if (!digits) {
      throw new FailureException(Failure.noSuchApi());
    }
    return Answer.text(
            200,
            "text/plain; charset=utf-8",
            """
            Conference room %s

            This server keeps what happens in conferences; the conference itself is held elsewhere.
            Enter the code above in your conference system. Whoever runs this server can make links
            lead there at once: the setting dingtalk.join-address.
            """
                .formatted(code))
        .with("Cache-Control", "no-store");
  }
}
