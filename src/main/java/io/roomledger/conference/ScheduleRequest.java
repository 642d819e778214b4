package io.roomledger.conference;

import io.roomledger.identity.ExternalIdKind;
import java.util.UUID;

/**
 * Somebody asks for something of a planned conference in the name of a person.
 *
 * @param schedule the id of the planned conference
 * @param kind the form of the person's id
 * @param person the person's id in that form
 */
public record ScheduleRequest(UUID schedule, ExternalIdKind kind, String person) {}
