package io.roomledger.conference;

import io.roomledger.base.Content;
import java.time.Instant;

/**
 * Something that was made of a recording: a picture, a list of pieces, a piece.
 *
 * @param content its bytes
 * @param mediaType what they are
 * @param madeAt when they were made
 * @param tag another one for other bytes
 */
public record FilmPart(Content content, String mediaType, Instant madeAt, String tag) {}
