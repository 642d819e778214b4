package io.roomledger.console;

import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.IssuedTokens;
import java.util.List;
import java.util.Optional;

/** Everybody's tokens, for whoever must end one. */
final class EveryTokenPages {
  private static final int ON_A_PAGE = 50;

  private final Gate gate;
  private final Pages pages;
  private final IssuedTokens tokens;

  EveryTokenPages(Gate gate, Pages pages, IssuedTokens tokens) {
    this.gate = gate;
    this.pages = pages;
    this.tokens = tokens;
  }

  /** A page of tokens, and the key of the next if there is one. */
  record Listing(List<IssuedTokens.Issued> tokens, Optional<String> next) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/tokens/all", this::list), gate.post("/tokens/all/{token}/end", this::end));
  }

  private Answer list(Visit visit) {
    var page = tokens.list(visit.caller(), Optional.empty(), visit.asked("after"), ON_A_PAGE);
    return pages.page(
        visit,
        visit.partial() ? "everyTokenRows" : "everyTokens",
        new Listing(page.items(), page.next()));
  }

  private Answer end(Visit visit) {
    tokens.end(visit.caller(), visit.call().pathParameter("token"));
    return Pages.redirect(visit, "/tokens/all?said=ended");
  }
}
