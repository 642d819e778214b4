package io.roomledger.conference;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Sheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How the moments of a conference become rows. */
public final class TimelineSheet {
  /** What of a recording its moments would only say again. */
  private static final Set<String> SAID = Set.of("conference", "conferenceTitle");

  private TimelineSheet() {}

  /** A line for each moment, with all that is known of the recording that it is about. */
  public static Sheet<MomentLine> table() {
    List<Column<MomentLine>> columns =
        new ArrayList<>(
            List.of(
                new Column<>("moment", "Moment", Column.Role.ID, line -> Cell.text(line.id())),
                new Column<>(
                    "at", "When", Column.Role.MOMENT, line -> Cell.moment(line.moment().at())),
                new Column<>("what", "What", line -> Cell.text(word(line.moment().what()))),
                new Column<>(
                    "who",
                    "User name",
                    line -> line.moment().who().map(Cell::text).orElse(Cell.EMPTY)),
                new Column<>(
                    "name",
                    "Name",
                    line -> line.name().isEmpty() ? Cell.EMPTY : Cell.text(line.name())),
                new Column<>(
                    "conferenceTitle",
                    "Conference title",
                    line -> Cell.text(line.conferenceTitle()))));
    for (Column<RecordingLine> column : RecordingSheet.table().columns()) {
      if (!SAID.contains(column.key())) {
        columns.add(ofRecording(column));
      }
    }
    return new Sheet<>("Timeline", Sheet.Layout.TABLE, columns);
  }

  private static Column<MomentLine> ofRecording(Column<RecordingLine> column) {
    String key = column.key().equals("id") ? "recording" : column.key();
    return new Column<>(
        key, column.title(), line -> line.recording().map(column.cell()).orElse(Cell.EMPTY));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
