package io.roomledger.conference;

import io.roomledger.export.Pseudonyms;

/**
 * A recording as a line of an export.
 *
 * @param recording the recording
 * @param conferenceTitle what people call the conference it shows
 * @param username the user name of who recorded it
 * @param name the name for people of who recorded it
 * @param path where its bytes are in the package, empty if they are not in it
 */
public record RecordingLine(
    Recording recording, String conferenceTitle, String username, String name, String path) {

  /** This with another name for who recorded it. */
  RecordingLine renamed(Pseudonyms names) {
    String other = names.of(username);
    return new RecordingLine(recording, conferenceTitle, other, other, path);
  }
}
