package io.roomledger.conference;

import io.roomledger.base.Page;

/**
 * Some conferences.
 *
 * @param page some of them, the oldest first
 * @param total how many there are in all
 */
public record ConferenceList(Page<ConferenceInfo> page, int total) {}
