package io.roomledger.console;

import io.roomledger.base.RefusedException;
import io.roomledger.base.Window;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.RoomKind;
import io.roomledger.chat.RoomQuery;
import io.roomledger.console.OrderPanel.Offer;
import io.roomledger.console.OrderPanel.Option;
import io.roomledger.console.OrderPanel.Picked;
import io.roomledger.console.OrderPanel.Picks;
import io.roomledger.console.OrderPanel.Ways;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportQuery;
import io.roomledger.export.Filter;
import io.roomledger.identity.Account;
import io.roomledger.identity.Permissions;
import io.roomledger.people.PersonQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the panel offers: rooms and people by name, earlier exports, where files can be brought. */
final class OrderPicks {
  private static final int FOUND = 8;
  private static final int MOST_CHOSEN = 200;
  private static final int EARLIER = 20;

  private final Console.Doors doors;

  OrderPicks(Console.Doors doors) {
    this.doors = doors;
  }

  /** The form with what goes without saying. */
  OrderForm begun(Visit visit, OrderForm form) {
    boolean rooms = form.kind() == OrderKind.RESERVATIONS || form.kind() == OrderKind.UTILISATION;
    if (!rooms || form.one("level").isPresent()) {
      return form;
    }
    Map<String, List<String>> all = new HashMap<>(form.values());
    all.put("level", List.of(doors.booked().rooms().levels().root(visit.caller()).id().toString()));
    return new OrderForm(form.kind(), all);
  }

  Offer offer(Visit visit, OrderForm form) {
    List<String> filters =
        doors.exports().filters(form.kind().anyRecipe()).all().stream().map(Filter::name).toList();
    List<Option> earlier = filters.contains("since") ? earlier(visit, form) : List.of();
    return new Offer(form.kind().wholeFor(visit.caller()), filters, earlier, ways(visit));
  }

  private Ways ways(Visit visit) {
    boolean manages = visit.may(Permissions.MANAGE_EXPORTS);
    return new Ways(
        doors.exports().mails(),
        manages ? doors.exporting().webhooks().list(visit.caller()) : List.of(),
        manages && doors.exporting().places().folder(),
        manages && doors.exporting().places().bucket());
  }

  /** Exports of the same kind and records that are done, the newest first. */
  private List<Option> earlier(Visit visit, OrderForm form) {
    List<Option> options = new ArrayList<>();
    Set<String> rooms = Set.copyOf(form.many("room"));
    ExportQuery query =
        ExportQuery.all(Optional.empty(), EARLIER * 2)
            .about(
                new ExportQuery.About(
                    doors.exports().recipes().stream()
                        .filter(it -> it.startsWith(form.kind().word() + "."))
                        .toList(),
                    rooms.stream().findFirst(),
                    ""));
    for (ExportJob job : doors.exports().list(visit.caller(), query).items()) {
      boolean same =
          job.finishedAt().isPresent()
              && job.status().done()
              && Set.copyOf(job.order().selection().many("room")).equals(rooms)
              && job.order().selection().many("workspace").equals(form.many("workspace"));
      if (same && options.size() < EARLIER) {
        ExportView view = new ExportView(job, true, "", "");
        options.add(
            new Option(
                Long.toString(job.id()),
                visit.manners().moment(job.finishedAt().orElseThrow()),
                view.period(visit)));
      }
    }
    return options;
  }

  Picks none() {
    return new Picks(
        new Picked("room", List.of(), List.of(), ""),
        new Picked("person", List.of(), List.of(), ""));
  }

  Picks all(Visit visit, OrderForm form) {
    return new Picks(
        form.kind() == OrderKind.CHAT ? of(visit, form, "room") : none().rooms(),
        of(visit, form, "person"));
  }

  /** What of a kind is picked and could be. */
  Picked of(Visit visit, OrderForm form, String field) {
    String typed = form.text("find-" + field);
    List<String> chosen = form.many(field).stream().distinct().limit(MOST_CHOSEN).toList();
    if (field.equals("room")) {
      return new Picked(
          field,
          chosen.stream().map(id -> room(visit, id)).toList(),
          rooms(visit, typed, chosen),
          typed);
    }
    return new Picked(
        "person",
        chosen.stream().map(id -> person(visit, id)).toList(),
        people(visit, typed, chosen),
        typed);
  }

  private Option room(Visit visit, String id) {
    try {
      ChatRoom room = doors.chat().rooms().get(visit.caller(), id);
      return new Option(id, room.label(), "");
    } catch (RefusedException gone) {
      return new Option(id, id, "");
    }
  }

  private List<Option> rooms(Visit visit, String typed, List<String> chosen) {
    if (typed.isEmpty() && !chosen.isEmpty()) {
      return List.of();
    }
    RoomQuery query =
        new RoomQuery(
            Set.of(RoomKind.values()),
            typed,
            Optional.empty(),
            RoomQuery.Order.CHANGED,
            true,
            new Window(0, FOUND + chosen.size()));
    return doors.chat().overviews().readable(visit.caller(), query).items().stream()
        .filter(found -> !chosen.contains(found.room().id()))
        .limit(FOUND)
        .map(found -> new Option(found.room().id(), ChatPages.label(found), found.room().topic()))
        .toList();
  }

  private Option person(Visit visit, String idOrName) {
    return doors
        .entry()
        .accounts()
        .find(idOrName)
        .or(() -> doors.entry().accounts().findByUsername(visit.caller().organisation(), idOrName))
        .filter(found -> found.organisation().equals(visit.caller().organisation()))
        .map(found -> option(found, idOrName))
        .orElseGet(() -> new Option(idOrName, idOrName, ""));
  }

  private static Option option(Account account, String value) {
    return new Option(value, account.name(), "@" + account.username());
  }

  private List<Option> people(Visit visit, String typed, List<String> chosen) {
    if (typed.isEmpty() || !visit.may(Permissions.VIEW_DIRECT_ROOMS)) {
      return List.of();
    }
    PersonQuery query =
        new PersonQuery(typed, PersonQuery.Order.NAME, false, new Window(0, FOUND + chosen.size()));
    return doors.keeping().people().list(visit.caller(), query).items().stream()
        .map(person -> option(person.account(), person.account().id()))
        .filter(option -> !chosen.contains(option.value()))
        .limit(FOUND)
        .toList();
  }

  /** What the records are called, for the name of the file. */
  String title(Visit visit, OrderForm form) {
    List<String> rooms = form.many("room");
    return form.kind() == OrderKind.CHAT && rooms.size() == 1 && !form.whole()
        ? room(visit, rooms.getFirst()).label()
        : visit.say("kind." + form.kind().file());
  }
}
