package io.roomledger.mail;

import java.time.Instant;
import java.util.Optional;

/** One recipient's copy of a letter, ready to be sent. */
record Copy(
    long id,
    String address,
    String messageId,
    Optional<String> replyTo,
    String subject,
    String html,
    String body,
    Instant postedAt) {}
