package io.roomledger.conference;

/** What a recording shows. */
public enum RecordingKind {
  /** What was recorded in one go. */
  ORDINARY,
  /** Several recordings made into one file. */
  COMPOSED
}
