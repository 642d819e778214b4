package io.roomledger.conference;

import io.roomledger.base.Period;
import io.roomledger.identity.ExternalIdKind;

/**
 * A conference to be planned.
 *
 * @param kind the form of the people's ids
 * @param creator who plans it, in that form
 * @param title what people call it
 * @param period when it is to be held
 * @param settings how it is to be held, its people in that form
 */
public record ScheduleDraft(
    ExternalIdKind kind,
    String creator,
    String title,
    Period period,
    ScheduledConference.Settings settings) {}
