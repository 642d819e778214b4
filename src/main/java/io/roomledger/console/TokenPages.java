package io.roomledger.console;

import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Tokens;
import java.util.List;
import java.util.Optional;

/** A person's own tokens, and how programs reach the server in each vendor's words. */
final class TokenPages {
  private final Gate gate;
  private final Pages pages;
  private final Console.Keeping doors;

  TokenPages(Gate gate, Pages pages, Console.Keeping doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
  }

  /**
   * The person's tokens.
   *
   * @param text the text of the one just made, shown only now
   * @param dialects how programs use it
   */
  record Listing(List<Tokens.Named> tokens, Optional<String> text, List<Dialect> dialects) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/tokens", visit -> page(visit, Optional.empty())),
        gate.post("/tokens", this::make),
        gate.post("/tokens/end", this::end));
  }

  private Answer page(Visit visit, Optional<String> text) {
    return pages.page(
        visit,
        "tokens",
        new Listing(
            doors.tokens().list(visit.caller()),
            text,
            Dialect.all(doors.address(), visit.caller().account().id())));
  }

  private Answer make(Visit visit) {
    return page(
        visit, Optional.of(doors.tokens().make(visit.caller(), visit.field("name"), false)));
  }

  private Answer end(Visit visit) {
    doors.tokens().end(visit.caller(), visit.exactly("name"));
    return Pages.redirect(visit, "/tokens?said=ended");
  }
}
