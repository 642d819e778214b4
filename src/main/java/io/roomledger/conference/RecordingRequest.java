package io.roomledger.conference;

import io.roomledger.identity.ExternalIdKind;

/**
 * Somebody asks for recordings of a conference on behalf of a person.
 *
 * @param conference the id of the conference
 * @param kind the form of the person's id
 * @param viewer the person's id in that form
 */
public record RecordingRequest(String conference, ExternalIdKind kind, String viewer) {}
