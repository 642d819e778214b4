package io.roomledger.conference;

/**
 * A conference that has just begun.
 *
 * @param conference the conference
 * @param entry how people get in
 */
public record OpenedConference(Conference conference, ConferenceEntry entry) {}
