package io.roomledger.intake.recordings;

import io.roomledger.intake.UnreadableException;

/** The recorders that write beside their films what was recorded. */
enum Layout {
  /** Each recording has a folder of its own. */
  JIBRI("metadata.json"),
  /** Each meeting has a folder for each form in which it was published, with folders in it. */
  BIGBLUEBUTTON("metadata.xml");

  private final String metadata;

  Layout(String metadata) {
    this.metadata = metadata;
  }

  /** The name of the file that says what was recorded. */
  String metadata() {
    return metadata;
  }

  Meeting read(byte[] bytes) throws UnreadableException {
    return switch (this) {
      case JIBRI -> JibriMetadata.read(bytes);
      case BIGBLUEBUTTON -> BigBlueButtonMetadata.read(bytes);
    };
  }
}
