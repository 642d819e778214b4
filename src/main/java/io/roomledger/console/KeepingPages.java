package io.roomledger.console;

import io.roomledger.http.Endpoint;
import java.util.List;
import java.util.stream.Stream;

/** Every page of administration. */
final class KeepingPages {
  private KeepingPages() {}

  static List<Endpoint> endpoints(Gate gate, Pages pages, Console.Doors doors) {
    Console.Keeping keeping = doors.keeping();
    Console.Safety safety = keeping.safety();
    return Stream.of(
            new AccountPages(gate, pages, doors.entry(), safety).endpoints(),
            new PeoplePages(gate, pages, keeping).endpoints(),
            new PersonPages(gate, pages, doors.entry(), keeping).endpoints(),
            new RolePages(gate, pages, safety.roles()).endpoints(),
            new AppPages(gate, pages, keeping).endpoints(),
            new DialectPages(gate, pages, keeping.address()).endpoints(),
            new TokenPages(gate, pages, keeping).endpoints(),
            new EveryTokenPages(gate, pages, safety.issued()).endpoints(),
            new HoldPages(gate, pages, doors.entry().accounts(), doors.recorded().kept().holds())
                .endpoints(),
            new RetentionPages(gate, pages, doors.entry().accounts(), keeping.upkeep()).endpoints(),
            new HealthPages(gate, pages, keeping.upkeep().checkup()).endpoints(),
            new AuditPages(gate, pages, doors.entry().accounts(), safety.audit()).endpoints())
        .flatMap(List::stream)
        .toList();
  }
}
