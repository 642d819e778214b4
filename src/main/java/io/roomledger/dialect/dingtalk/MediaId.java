package io.roomledger.dialect.dingtalk;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The vendor's form of a recording's id: 32 hexadecimal digits in small letters. */
final class MediaId {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  private MediaId() {}

  static String of(UUID id) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(id.getMostSignificantBits())
        + hex.toHexDigits(id.getLeastSignificantBits());
  }

  static Optional<UUID> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new UUID(
            HexFormat.fromHexDigitsToLong(text, 0, 16),
            HexFormat.fromHexDigitsToLong(text, 16, 32)));
  }
}
