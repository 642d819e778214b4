package io.roomledger.chat;

import io.roomledger.export.ExportOrder;
import io.roomledger.export.Heading;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What exports of chat are about, with every filter that narrows them. */
final class ChatHeadings {
  private final Handle snapshot;
  private final ExportOrder order;

  ChatHeadings(Handle snapshot, ExportOrder order) {
    this.snapshot = snapshot;
    this.order = order;
  }

  /** Of one room. */
  Heading room(ChatRoom room, Disguise disguise) {
    List<Heading.Fact> facts = new ArrayList<>();
    facts.add(new Heading.Fact("Room id", room.id()));
    add(facts, "Room name", room.name());
    add(facts, "Topic", disguise.text(room.topic()));
    add(facts, "Description", disguise.text(room.description()));
    facts.add(new Heading.Fact("Members", "" + RoomRows.memberCount(snapshot, room.id())));
    facts.addAll(ChatWish.FILTERS.facts(order.selection()));
    return new Heading(title(room), fileBase(room, order.recipe()), order.period(), facts);
  }

  /** Of several rooms, or of all. */
  Heading all(int rooms) {
    List<Heading.Fact> facts = new ArrayList<>();
    facts.add(new Heading.Fact("Rooms", "" + rooms));
    facts.addAll(ChatWish.FILTERS.facts(order.selection()));
    return new Heading("Chat rooms", "rooms", order.period(), facts);
  }

  /** A conversation is not named after those who are in it, where names are replaced. */
  private String title(ChatRoom room) {
    return order.selection().renamed() && room.kind() == RoomKind.DIRECT
        ? "Direct conversation " + room.id()
        : room.label();
  }

  /** The room's id for people's pages, its name for programs, as Rocket.Chat names them. */
  private static String fileBase(ChatRoom room, String recipe) {
    boolean named = room.kind() != RoomKind.DIRECT && !room.name().isEmpty();
    return named && !recipe.endsWith(".html") ? FileNames.safe(room.name()) : room.id();
  }

  private static void add(List<Heading.Fact> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.add(new Heading.Fact(name, value));
    }
  }
}
