// https://open.feishu.cn/document/server-docs/vc-v1/export/export-overview
package io.roomledger.dialect.feishu;

import static io.roomledger.dialect.feishu.Columns.maybe;
import static io.roomledger.dialect.feishu.Columns.text;
import static io.roomledger.dialect.feishu.Columns.unknown;

import io.roomledger.conference.HeldConference;
import io.roomledger.conference.Participation;
import io.roomledger.export.Column;
import io.roomledger.export.Sheet;
import io.roomledger.identity.ExternalIdKind;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The documented columns of meetings and of their participants, in the documented order. What only
 * the vendor's own client can know, such as which microphone somebody used, is empty.
 */
final class MeetingColumns {
  /** Meetings. */
  static final String MEETINGS = "会议明细";

  /** Participants. */
  static final String PARTICIPANTS = "参会人明细";

  private final Times times;
  private final People people;

  MeetingColumns(ZoneId zone, People people) {
    this.times = new Times(zone);
    this.people = people;
  }

  Sheet<HeldConference> meetings() {
    List<Column<HeldConference>> columns =
        List.of(
            text("meeting_id", "会议ID", HeldConference::number),
            text("meeting_topic", "会议主题", HeldConference::title),
            text("organizer", "会议组织者", row -> row.creator().name()),
            text("department", "部门", row -> row.creator().department()),
            text("user_id", "用户ID", row -> userId(row.creator())),
            unknown("employee_id", "工号"),
            maybe("email", "邮箱", row -> row.creator().email()),
            unknown("mobile", "手机"),
            text("meeting_start_time", "会议开始时间", row -> times.at(row.held().from())),
            maybe("meeting_end_time", "会议结束时间", row -> row.held().to().map(times::at)),
            maybe("meeting_duration", "会议持续时间", MeetingColumns::length),
            text(
                "number_of_participants",
                "参会人数量",
                row -> String.valueOf(row.share().participants())),
            unknown("audio", "音频"),
            unknown("video", "视频"),
            unknown("sharing", "共享"),
            text("recording", "录制", row -> Columns.yes(row.share().recorded())),
            unknown("telephone", "电话"));
    return new Sheet<>(MEETINGS, Sheet.Layout.TABLE, columns);
  }

  Sheet<Participation> participants() {
    List<Column<Participation>> columns =
        List.of(
            text("participant_name", "参会人", row -> row.who().name()),
            text("department", "部门", row -> row.who().department()),
            text("user_id", "用户ID", row -> userId(row.who())),
            unknown("employee_id", "工号"),
            unknown("phone", "电话"),
            maybe("email", "邮箱", row -> row.who().email()),
            unknown("device", "设备"),
            unknown("app_version", "客户端版本"),
            unknown("public_ip", "公网IP"),
            unknown("internal_ip", "内网IP"),
            unknown("use_rtc_proxy", "代理服务"),
            unknown("location", "位置"),
            unknown("network_type", "网络类型"),
            unknown("microphone", "麦克风"),
            unknown("speaker", "扬声器"),
            unknown("camera", "摄像头"),
            unknown("audio", "音频"),
            unknown("video", "视频"),
            unknown("sharing", "共享"),
            maybe("join_time", "入会时间", row -> row.joinedAt().map(times::at)),
            maybe("leave_time", "离会时间", row -> row.leftAt().map(times::at)),
            maybe("time_in_meeting", "参会时长", MeetingColumns::length),
            maybe("leave_reason", "离会原因", MeetingColumns::reason));
    return new Sheet<>(PARTICIPANTS, Sheet.Layout.TABLE, columns);
  }

  private String userId(HeldConference.Attending who) {
    return people.id(ExternalIdKind.FEISHU_USER_ID, who.account());
  }

  private static Optional<String> length(HeldConference row) {
    return row.held().to().map(to -> Times.length(row.held().from(), to));
  }

  private static Optional<String> length(Participation row) {
    return row.joinedAt().flatMap(from -> row.leftAt().map(to -> Times.length(from, to)));
  }

  /** The one reason that is known here; the words are ours. */
  private static Optional<String> reason(Participation row) {
    return row.removed() ? Optional.of("被移出会议") : Optional.empty();
  }
}
