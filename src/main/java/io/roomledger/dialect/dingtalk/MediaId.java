package io.roomledger.dialect.dingtalk;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** The vendor's form of a recording's id: 32 hexadecimal digits in small letters. */
final class MediaId {
  private MediaId() {}

  static String of(UUID id) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(id.getMostSignificantBits())
        + hex.toHexDigits(id.getLeastSignificantBits());
  }

  static Optional<UUID> parse(String text) {
    if (text.length() != 32 || !text.chars().allMatch(MediaId::digit)) {
      return Optional.empty();
    }
    return Optional.of(
        new UUID(
            HexFormat.fromHexDigitsToLong(text, 0, 16),
            HexFormat.fromHexDigitsToLong(text, 16, 32)));
  }

  private static boolean digit(int letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
  }
}
