package io.roomledger.conference;

/** How far a recording is, as lists show it. */
public enum RecordingState {
  /** It is being recorded or brought in, or its file is waited for. */
  IN_PROGRESS,
  /** It can be watched. */
  READY,
  /** It is kept, and it is not whole. */
  DAMAGED,
  /** Nothing came of it, and why is said. */
  FAILED
}
