package io.roomledger.console;

import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Permissions;
import java.util.List;

/** How programs are made to speak to this server, for who manages apps. */
final class DialectPages {
  private final Gate gate;
  private final Pages pages;
  private final String address;

  /**
   * The page.
   *
   * @param address where people reach the server
   */
  DialectPages(Gate gate, Pages pages, String address) {
    this.gate = gate;
    this.pages = pages;
    this.address = address;
  }

  /** All dialects. */
  record Listing(List<Dialect> dialects) {}

  List<Endpoint> endpoints() {
    return List.of(gate.page("/dialects", this::page));
  }

  private Answer page(Visit visit) {
    visit.caller().needPermission(Permissions.MANAGE_APPS);
    String person = visit.caller().account().id();
    return pages.page(visit, "dialects", new Listing(Dialect.all(address, person)));
  }
}
