package io.roomledger.conference;

import java.util.UUID;

/**
 * A recording whose film is under work, or waits for it.
 *
 * @param recording its id
 * @param title its title
 * @param progress how far the work is
 */
public record FilmJob(UUID recording, String title, FilmProgress progress) {}
