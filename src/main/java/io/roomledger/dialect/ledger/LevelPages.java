// docs/ledger-api.md#levels
package io.roomledger.dialect.ledger;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.booking.LevelEntry;
import io.roomledger.booking.RoomLevel;
import io.roomledger.booking.RoomLevels;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tree in which meeting rooms hang. */
final class LevelPages {
  private static final String TAG = "Levels";
  private static final String LEVEL = "/levels/{level}";
  private static final int USUAL = 100;
  private static final int MOST = 500;

  private final RoomLevels levels;

  LevelPages(RoomLevels levels) {
    this.levels = levels;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/levels", TAG, "The levels right under one, by name.")
            .needs(MeetingRoomPages.READ)
            .with(
                Param.query("under", Shape.text(), "The level above them; without it, the root."),
                Param.after(),
                Param.limit(USUAL, MOST))
            .refuses(404)
            .gives(LevelPage.class, this::page),
        Route.get(LEVEL, TAG, "One level; the name root stands for the root.")
            .needs(MeetingRoomPages.READ)
            .gives(LevelView.class, this::one),
        Route.post("/levels", TAG, "Adds a level.")
            .needs(MeetingRoomPages.MANAGE)
            .takes(LevelWish.class)
            .refuses(404, 409)
            .gives(201, "It is there.", LevelView.class, this::add),
        Route.of("PATCH", LEVEL, TAG, "Changes what is said in the body, and nothing else.")
            .needs(MeetingRoomPages.MANAGE)
            .takes(LevelChange.class)
            .refuses(409)
            .gives(LevelView.class, this::change),
        Route.delete(LEVEL, TAG, "Removes a level.")
            .needs(MeetingRoomPages.MANAGE)
            .with(
                Param.query(
                    "withContent", new Shape.Truth(), "Whether what is in it is removed too."))
            .refuses(409)
            .givesNothing("It is removed.", this::remove));
  }

  /** A page of levels. */
  record LevelPage(
      @Means("By name.") List<LevelView> levels,
      @Means("The key of the next page.") Optional<String> next) {}

  /** A level. */
  record LevelView(
      String id,
      String name,
      @Means("The level above it; null for the root.") Optional<String> parent,
      @Means("The levels above it, the root first.") List<String> path,
      @Means("The organisation's own id for it.") Optional<String> customId,
      @Means("Whether there are levels under it.") boolean hasChildren) {
    static LevelView of(LevelEntry entry) {
      RoomLevel level = entry.level();
      return new LevelView(
          level.id().toString(),
          level.name(),
          level.parent().map(UUID::toString),
          entry.path().stream().map(UUID::toString).toList(),
          level.customId(),
          entry.hasChildren());
    }
  }

  /** A level to be. */
  record LevelWish(
      String name,
      @Means("The level above it; without it, the root.") Optional<String> parent,
      Optional<String> customId) {}

  /** What is to be otherwise. */
  record LevelChange(Optional<String> name, Optional<String> parent, Optional<String> customId) {}

  private LevelPage page(Ask ask) {
    Page<LevelEntry> page =
        levels.children(ask.caller(), id(ask, ask.text("under")), ask.text("after"), ask.limit());
    return new LevelPage(page.items().stream().map(LevelView::of).toList(), page.next());
  }

  private UUID id(Ask ask, Optional<String> level) {
    return level
        .filter(text -> !text.equals("root"))
        .map(text -> Gate.id(text, Refusal.Thing.ROOM_LEVEL))
        .orElseGet(() -> levels.root(ask.caller()).id());
  }

  private LevelView one(Ask ask) {
    return view(ask, id(ask, ask.text("level")));
  }

  private LevelView view(Ask ask, UUID id) {
    return LevelView.of(levels.entry(ask.caller(), id));
  }

  private LevelView add(Ask ask) {
    LevelWish wish = ask.body(LevelWish.class);
    RoomLevel level =
        new RoomLevel(
            UUID.randomUUID(), Optional.of(id(ask, wish.parent())), wish.name(), wish.customId());
    return view(ask, levels.add(ask.caller(), level).id());
  }

  private LevelView change(Ask ask) {
    RoomLevel now = levels.get(ask.caller(), id(ask, ask.text("level")));
    LevelChange change = ask.body(LevelChange.class);
    levels.change(
        ask.caller(),
        new RoomLevel(
            now.id(),
            change.parent().map(text -> id(ask, Optional.of(text))).or(now::parent),
            change.name().orElse(now.name()),
            change.customId().or(now::customId)));
    return view(ask, now.id());
  }

  private void remove(Ask ask) {
    levels.remove(ask.caller(), ask.id("level", Refusal.Thing.ROOM_LEVEL), ask.flag("withContent"));
  }
}
