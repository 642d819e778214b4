package io.roomledger.conference;

/** Whether a conference is being recorded. */
public enum RecordingStatus {
  /** It has not been recorded so far. */
  NEVER,
  /** It is being recorded now. */
  RUNNING,
  /** The recording has been interrupted and may go on. */
  PAUSED,
  /** The recording is over. */
  ENDED
}
