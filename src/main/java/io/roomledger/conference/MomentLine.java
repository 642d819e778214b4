package io.roomledger.conference;

import java.util.Optional;

/**
 * A moment of a conference as a line of an export.
 *
 * @param id what tells it from the others: its rank among moments of one time, what happened, and
 *     to which member, recorder or recording
 * @param moment what happened
 * @param name the name for people of who did it, empty if nobody is known
 * @param conferenceTitle what people call the conference
 * @param recording the recording that it is about
 */
public record MomentLine(
    String id,
    Moment moment,
    String name,
    String conferenceTitle,
    Optional<RecordingLine> recording) {}
