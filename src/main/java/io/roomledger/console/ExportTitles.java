package io.roomledger.console;

import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatRooms;
import io.roomledger.export.ExportJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What exports are about, in words: the kind, and the room's name where it is of one. */
final class ExportTitles {
  private final ChatRooms rooms;

  ExportTitles(ChatRooms rooms) {
    this.rooms = rooms;
  }

  List<ExportView> views(Visit visit, List<ExportJob> jobs) {
    Map<String, String> names = new HashMap<>();
    return jobs.stream()
        .map(job ->
            new ExportView(job, job.owner().equals(visit.caller().key()), title(visit, job, names)))
        .toList();
  }

  private String title(Visit visit, ExportJob job, Map<String, String> names) {
    String kind = kind(job.order().recipe());
    List<String> asked = job.order().selection().many("room");
    if (!kind.equals("chat") || asked.size() != 1) {
      return visit.say("kind." + kind);
    }
    String name = names.computeIfAbsent(asked.getFirst(), id -> name(visit, id));
    return name.isEmpty() ? visit.say("kind.chat") : visit.say("kind.room", name);
  }

  /** What sort of thing a recipe exports. */
  private static String kind(String recipe) {
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
