package io.roomledger.dialect.feishu;

import io.roomledger.identity.SignedTexts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Tokens of files: 76 characters that prove which task they are of, like the vendor's, without
 * {@code +} and {@code /}. The same task has the same token, however often one asks. They prove no
 * more than that: who may have the file is for its door to say.
 */
final class FileTokens {
  private static final String PURPOSE = "feishu-file";
  private static final String PADDING = "==";
  private static final int RADIX = Character.MAX_RADIX;

  private final SignedTexts signed;
  private final Clock clock;
  private final Duration life;

  FileTokens(SignedTexts signed, Clock clock, Duration life) {
    this.signed = signed;
    this.clock = clock;
    this.life = life;
  }

  /** The token of the task that ended at {@code doneAt}. */
  String token(long task, Instant doneAt) {
    // 15 characters are what fills 76
    String subject = "%15s".formatted(Long.toString(task, RADIX)).replace(' ', '0');
    return signed.sign(PURPOSE, subject, doneAt.plus(life)) + PADDING;
  }

  /** The task whose token it is, if it is one and has not run out. */
  OptionalLong task(String token) {
    String text =
        token.endsWith(PADDING) ? token.substring(0, token.length() - PADDING.length()) : token;
    return signed
        .read(PURPOSE, text, clock.instant())
        .map(subject -> OptionalLong.of(Long.parseLong(subject.toLowerCase(Locale.ROOT), RADIX)))
        .orElse(OptionalLong.empty());
  }
}
