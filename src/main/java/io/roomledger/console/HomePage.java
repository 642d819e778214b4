package io.roomledger.console;

import io.roomledger.base.Window;
import io.roomledger.chat.RoomKind;
import io.roomledger.chat.RoomOverview;
import io.roomledger.chat.RoomQuery;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Permissions;
import io.roomledger.stock.Stock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What runs now, what has finished, what failed and why, and where things happen. */
final class HomePage {
  private static final int LOOKED_AT = 60;
  private static final int SHOWN = 5;

  private final Gate gate;
  private final Pages pages;
  private final Console.Doors doors;
  private final ExportTitles titles;

  HomePage(Gate gate, Pages pages, Console.Doors doors, ExportTitles titles) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
    this.titles = titles;
  }

  /**
   * What is on the page.
   *
   * @param organisation what it is called
   * @param running exports under way
   * @param ready exports whose file is there
   * @param failed exports that came to nothing
   * @param rooms where something was said last
   * @param roomCount how many rooms the person may read
   * @param imports what is being taken in
   * @param house what is stored and wants a decision; nothing for whom that is not
   */
  record Home(
      String organisation,
      List<ExportView> running,
      List<ExportView> ready,
      List<ExportView> failed,
      List<RoomOverview> rooms,
      long roomCount,
      List<ImportView> imports,
      Optional<HouseView> house) {
    /** What the page listens to, if something is under way. */
    Optional<String> live() {
      return ExportPages.watching(running);
    }

    boolean empty() {
      return running.isEmpty() && ready.isEmpty() && failed.isEmpty();
    }
  }

  List<Endpoint> endpoints() {
    return List.of(gate.page("/", this::page));
  }

  private Answer page(Visit visit) {
    List<ExportView> all =
        titles.views(
            visit, doors.exports().list(visit.caller(), Optional.empty(), LOOKED_AT).items());
    RoomQuery query =
        new RoomQuery(
            Set.of(RoomKind.values()),
            "",
            Optional.empty(),
            RoomQuery.Order.CHANGED,
            true,
            new Window(0, SHOWN));
    var rooms = doors.chat().overviews().readable(visit.caller(), query);
    return pages.page(
        visit,
        "home",
        new Home(
            doors
                .entry()
                .organisations()
                .find(visit.caller().organisation())
                .map(it -> it.name())
                .orElse(""),
            all.stream().filter(it -> !it.ended()).toList(),
            some(all, it -> it.state().startsWith("done")),
            some(all, it -> it.state().equals("failed")),
            rooms.items(),
            rooms.total(),
            imports(visit),
            visit.may(Permissions.MANAGE_EXPORTS) ? Optional.of(house(visit)) : Optional.empty()));
  }

  private List<ImportView> imports(Visit visit) {
    if (!visit.may(Permissions.RUN_IMPORT)) {
      return List.of();
    }
    return doors
        .beginning()
        .imports()
        .list(visit.caller(), Optional.empty(), SHOWN)
        .items()
        .stream()
        .filter(order -> !order.ended())
        .map(order -> new ImportView(order, List.of()))
        .toList();
  }

  private HouseView house(Visit visit) {
    Stock stock = doors.beginning().stock();
    return new HouseView(
        stock.now(visit.caller()),
        stock.growth(visit.caller()),
        doors.beginning().condition().get());
  }

  private static List<ExportView> some(List<ExportView> all, Predicate<ExportView> wanted) {
    return all.stream().filter(wanted).limit(SHOWN).toList();
  }
}
