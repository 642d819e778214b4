package io.roomledger.identity;

import java.util.Optional;
import java.util.UUID;

/**
 * A part of an organisation that people belong to.
 *
 * @param id the core's id
 * @param parent the department above it; none right below the organisation
 * @param name the name for people, new under its parent
 * @param customId the organisation's own id for it
 */
public record Department(UUID id, Optional<UUID> parent, String name, String customId) {}
