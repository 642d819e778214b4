package io.roomledger.conference;

import io.roomledger.identity.ExternalIdKind;

/**
 * Somebody asks for something of a conference in the name of a person.
 *
 * @param conference the id of the conference
 * @param kind the form of the person's id
 * @param person the person's id in that form
 */
public record ConferenceRequest(String conference, ExternalIdKind kind, String person) {}
