package io.roomledger.intake.desk;

/** What a file is that somebody brought, told by its content. */
public enum BroughtKind {
  /** An export of Slack. */
  SLACK,
  /** A room export or dump of Rocket.Chat. */
  ROCKETCHAT,
  /** A bulk export of Mattermost. */
  MATTERMOST,
  /** An organisation export of Zulip. */
  ZULIP,
  /** A calendar with reservations of rooms. */
  CALENDAR,
  /** A list of meeting rooms. */
  ROOMS,
  /** A recording. */
  FILM,
  /** What is said in the recording of the same name. */
  TRANSCRIPT,
  /** Nothing that can be taken in. */
  UNKNOWN
}
