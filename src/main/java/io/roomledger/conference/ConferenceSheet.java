package io.roomledger.conference;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Sheet;
import java.util.List;

/** Conferences as a table, in nobody's words but our own. */
public final class ConferenceSheet {
  /** The table. */
  public static final Sheet<HeldConference> TABLE =
      new Sheet<>(
          "Conferences",
          Sheet.Layout.TABLE,
          List.of(
              new Column<>("id", "Id", Column.Role.ID, c -> Cell.text(c.id())),
              new Column<>("number", "Number", c -> Cell.text(c.number())),
              new Column<>("title", "Title", c -> Cell.text(c.title())),
              new Column<>("creator", "Begun by", c -> Cell.text(c.creator().name())),
              new Column<>("department", "Department", c -> Cell.text(c.creator().department())),
              new Column<>(
                  "startedAt", "Started", Column.Role.MOMENT, c -> Cell.moment(c.held().from())),
              new Column<>(
                  "endedAt", "Ended", c -> c.held().to().map(Cell::moment).orElse(Cell.EMPTY)),
              new Column<>(
                  "participants", "Participants", c -> Cell.number(c.share().participants())),
              new Column<>("recorded", "Recorded", c -> new Cell.Flag(c.share().recorded()))));

  private ConferenceSheet() {}
}
