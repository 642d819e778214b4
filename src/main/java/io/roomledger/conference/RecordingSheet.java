package io.roomledger.conference;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Sheet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** How recordings become rows. */
public final class RecordingSheet {
  private RecordingSheet() {}

  /** A table of everything that is known of a recording, one line for each. */
  public static Sheet<RecordingLine> table() {
    return new Sheet<>(
        "Recordings",
        Sheet.Layout.TABLE,
        List.of(
            new Column<>("id", "Recording", Column.Role.ID, of(r -> Cell.text("" + r.id()))),
            text("title", "Title", line -> line.recording().title()),
            text("conference", "Conference", line -> line.recording().origin().conference()),
            text("conferenceTitle", "Conference title", RecordingLine::conferenceTitle),
            text("session", "Session", line -> line.recording().origin().session()),
            text("recorder", "Recorder", RecordingLine::username),
            text("recorderName", "Recorder's name", RecordingLine::name),
            new Column<>(
                "startedAt",
                "Started",
                Column.Role.MOMENT,
                of(r -> Cell.moment(r.take().startedAt()))),
            new Column<>("endedAt", "Ended", of(r -> Cell.moment(r.take().endedAt()))),
            text("timedBy", "Start known from", line -> word(line.recording().take().timedBy())),
            new Column<>("duration", "Duration", of(RecordingSheet::duration)),
            text("kind", "Kind", line -> word(line.recording().take().kind())),
            new Column<>("size", "Bytes", of(r -> Cell.number(r.file().size()))),
            text("mediaType", "Media type", line -> line.recording().file().mediaType()),
            text("region", "Region", line -> line.recording().file().region()),
            text("sha256", "SHA-256", line -> line.recording().file().sha256()),
            text("state", "State", line -> line.recording().ready() ? "ready" : "damaged"),
            new Column<>("damage", "Damage", of(RecordingSheet::damage)),
            new Column<>("file", "File", RecordingSheet::file)));
  }

  private static Function<RecordingLine, Cell> of(Function<Recording, Cell> cell) {
    return line -> cell.apply(line.recording());
  }

  private static Column<RecordingLine> text(
      String key, String title, Function<RecordingLine, String> text) {
    return new Column<>(key, title, line -> Cell.text(text.apply(line)));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Cell duration(Recording recording) {
    return recording.take().duration().<Cell>map(Cell.Span::new).orElse(Cell.EMPTY);
  }

  private static Cell damage(Recording recording) {
    return switch (recording.condition()) {
      case Recording.Ready ready -> Cell.EMPTY;
      case Recording.Damaged(String reason) -> Cell.text(reason);
    };
  }

  private static Cell file(RecordingLine line) {
    return line.path().isEmpty()
        ? Cell.EMPTY
        : new Cell.Link(line.path(), line.recording().title());
  }
}
