package io.roomledger.console;

import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatRooms;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.identity.Accounts;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What exports are about, in words: the kind, and the room's name where it is of one. */
final class ExportTitles {
  private static final String ACCOUNT = "account:";

  private final ChatRooms rooms;
  private final Accounts accounts;

  ExportTitles(ChatRooms rooms, Accounts accounts) {
    this.rooms = rooms;
    this.accounts = accounts;
  }

  List<ExportView> views(Visit visit, List<ExportJob> jobs) {
    Map<String, String> names = new HashMap<>();
    Map<String, String> people = people(jobs.stream().map(ExportJob::owner).toList());
    return jobs.stream()
        .map(job ->
            new ExportView(
                job,
                job.owner().equals(visit.caller().key()),
                title(visit, job.order(), names),
                people.getOrDefault(job.owner(), job.owner())))
        .toList();
  }

  /** The names of those callers that are people, by their keys. */
  Map<String, String> people(Collection<String> callers) {
    List<String> ids =
        callers.stream()
            .filter(key -> key.startsWith(ACCOUNT))
            .map(key -> key.substring(ACCOUNT.length()))
            .distinct()
            .toList();
    Map<String, String> names = new HashMap<>();
    accounts.find(ids).forEach((id, account) -> names.put(ACCOUNT + id, account.name()));
    return names;
  }

  /** What an order is about. */
  String title(Visit visit, ExportOrder order) {
    return title(visit, order, new HashMap<>());
  }

  private String title(Visit visit, ExportOrder order, Map<String, String> names) {
    String kind = kind(order.recipe());
    List<String> asked = order.selection().many("room");
    if (!kind.equals("chat") || asked.size() != 1) {
      return visit.say("kind." + kind);
    }
    String name = names.computeIfAbsent(asked.getFirst(), id -> name(visit, id));
    return name.isEmpty() ? visit.say("kind.chat") : visit.say("kind.room", name);
  }

  /** What sort of thing a recipe exports. */
  static String kind(String recipe) {
    String first = recipe.substring(0, Math.max(0, recipe.indexOf('.')));
    return switch (first) {
      case "chat", "reservations", "recordings", "conference", "conferences", "utilisation" ->
          first.equals("conferences") ? "conference" : first;
      case "rocketchat" -> "chat";
      case "feishu" -> recipe.contains("reservation") ? "reservations" : "conference";
      default -> "other";
    };
  }

  /** A room that the person may not read any more has no name here. */
  private String name(Visit visit, String id) {
    try {
      return rooms.get(visit.caller(), id).label();
    } catch (RefusedException gone) {
      return "";
    }
  }
}
