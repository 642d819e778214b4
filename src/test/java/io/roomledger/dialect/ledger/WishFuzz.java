package io.roomledger.dialect.ledger;

import io.roomledger.base.RefusedException;
import io.roomledger.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Bodies and parameters of the own API: what is taken holds what it says, written again too. */
public final class WishFuzz {
  private static final RecordShape ORDER = RecordShape.of(ExportWish.class);

  private WishFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      ((ExportWish) ORDER.read("order", Json.read(bytes))).order("usual.zip");
    } catch (RefusedException refused) {
      said(refused);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      Instant at = (Instant) Shape.moment().parse("from", text);
      if (!Shape.moment().read("from", Shape.moment().write(at)).equals(at)) {
        throw new AssertionError("another moment: " + at);
      }
    } catch (RefusedException refused) {
      said(refused);
    }
    try {
      Shape.whole(0, 1_000).parse("limit", text);
    } catch (RefusedException refused) {
      said(refused);
    }
  }

  private static void said(RefusedException refused) {
    if (refused.refusal().message().isBlank()) {
      throw new AssertionError("refused without a word", refused);
    }
  }
}
