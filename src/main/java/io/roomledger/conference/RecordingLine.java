package io.roomledger.conference;

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
    Recording recording, String conferenceTitle, String username, String name, String path) {}
