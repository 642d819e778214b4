// https://open.feishu.cn/document/server-docs/vc-v1/export/meeting_list
// https://open.feishu.cn/document/server-docs/vc-v1/export/participant_list
// https://open.feishu.cn/document/server-docs/vc-v1/export/participant_quality_list
package io.roomledger.dialect.feishu;

import io.roomledger.base.Period;
import io.roomledger.conference.HeldConference;
import io.roomledger.conference.HeldFilter;
import io.roomledger.conference.Participation;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.export.Format;
import io.roomledger.export.Recipe;
import io.roomledger.export.RecordSource;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Orders meetings and their participants as workbooks. */
public final class MeetingExports {
  /** What orders of meetings call it. */
  public static final String MEETINGS = "feishu.meeting_list";

  /** What orders of participants call it. */
  public static final String PARTICIPANTS = "feishu.participant_list";

  private final Exports exports;
  private final MeetingFilters filters;
  private final ZoneId zone;

  MeetingExports(Exports exports, People people, ZoneId zone) {
    this.exports = exports;
    this.filters = new MeetingFilters(people, MeetingFilters.Failures.OF_EXPORTS);
    this.zone = zone;
  }

  /**
   * The recipe of meetings: the vendor's columns in a workbook, which is handed out as it is.
   *
   * @param source what was held
   * @param xlsx the format of workbooks
   * @param accounts whose vendor's ids are written
   * @param settings whose zone the times are in
   */
  public static Recipe<HeldConference> meetings(
      RecordSource<HeldConference> source,
      Format xlsx,
      Accounts accounts,
      FeishuSettings settings) {
    MeetingColumns columns = new MeetingColumns(settings.zone(), new People(accounts));
    return new Recipe<>(MEETINGS, source, columns.meetings(), xlsx, false);
  }

  /** The recipe of participants; as {@link #meetings}. */
  public static Recipe<Participation> participants(
      RecordSource<Participation> source, Format xlsx, Accounts accounts, FeishuSettings settings) {
    MeetingColumns columns = new MeetingColumns(settings.zone(), new People(accounts));
    return new Recipe<>(PARTICIPANTS, source, columns.participants(), xlsx, false);
  }

  List<Route> routes() {
    return List.of(
        Route.post(VcExports.PATH + "meeting_list", VcExports.TERMS, this::meetings),
        Route.post(VcExports.PATH + "participant_list", VcExports.TERMS, this::participants),
        Route.post(VcExports.PATH + "participant_quality_list", VcExports.TERMS, this::quality));
  }

  private Answer meetings(Call call, Caller caller) {
    Fields fields = Fields.of(call);
    Period period = VcExports.period(fields, "start_time", "end_time");
    HeldFilter filter = filters.meetings(fields, call, caller, period);
    return order(caller, MEETINGS, MeetingColumns.MEETINGS, filter);
  }

  /** The meeting of that number which began in the period. */
  private Answer participants(Call call, Caller caller) {
    Fields fields = Fields.of(call);
    Period period = VcExports.period(fields, "meeting_start_time", "meeting_end_time");
    HeldFilter filter = filters.participants(fields, call, caller, period);
    return order(caller, PARTICIPANTS, MeetingColumns.PARTICIPANTS, filter);
  }

  private Answer order(Caller caller, String recipe, String name, HeldFilter filter) {
    ExportOrder order =
        new ExportOrder(
            recipe,
            filter.began(),
            filter.selection(),
            VcExports.fileName(name, filter.began(), zone),
            Optional.empty());
    long task = exports.order(caller, order).id();
    return Spelling.success(Json.object().put("task_id", String.valueOf(task)));
  }

  /** Nobody measures how well participants hear and see each other. */
  private Answer quality(Call call, Caller caller) {
    throw new FailureException(Failure.NOT_SUPPORT);
  }
}
