package io.roomledger.console;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.hold.HeldKind;
import io.roomledger.hold.Hold;
import io.roomledger.hold.Holds;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Permissions;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** What is done to recordings: held, kept longer, deleted, the work on them ended. */
final class RecordingActs {
  private final Gate gate;
  private final Console.Recorded doors;

  RecordingActs(Gate gate, Console.Recorded doors) {
    this.gate = gate;
    this.doors = doors;
  }

  List<Endpoint> endpoints() {
    String one = "/recordings/{recording}";
    return List.of(
        gate.post(one + "/hold", this::hold),
        gate.post(one + "/keep", this::keep),
        gate.post(one + "/delete", this::delete),
        gate.post(one + "/stop", this::stop));
  }

  private Answer hold(Visit visit) {
    UUID id = RecordingPages.id(visit);
    String conference = doors.recordings().find(visit.caller(), id).origin().conference();
    Holds holds = doors.kept().holds();
    Hold _ =
        visit.field("all").isEmpty()
            ? holds.place(visit.caller(), HeldKind.RECORDING, id.toString(), visit.field("reason"))
            : holds.place(visit.caller(), HeldKind.CONFERENCE, conference, visit.field("reason"));
    return back(visit, id, "held");
  }

  private Answer keep(Visit visit) {
    UUID id = RecordingPages.id(visit);
    String until = visit.field("until");
    try {
      LocalDate day = LocalDate.parse(until);
      doors.kept().keeping().keep(visit.caller(), id, visit.manners().start(day.plusDays(1)));
    } catch (DateTimeException e) {
      throw new RefusedException(new Refusal.Invalid("until", until, "a day such as 2026-01-31"));
    }
    return back(visit, id, "kept");
  }

  private Answer delete(Visit visit) throws IOException {
    UUID id = RecordingPages.id(visit);
    visit.caller().needPermission(Permissions.MANAGE_RECORDINGS);
    doors.kept().retention().delete(visit.caller(), id, visit.field("reason"));
    return Pages.redirect(visit, "/recordings?said=filmDeleted");
  }

  private Answer stop(Visit visit) {
    UUID id = RecordingPages.id(visit);
    doors.kept().films().cancel(visit.caller(), id);
    return back(visit, id, "cancelled");
  }

  private static Answer back(Visit visit, UUID id, String said) {
    return Pages.redirect(visit, "/recordings/" + id + "?said=" + said);
  }
}
