package io.roomledger.http;

import io.roomledger.base.RefusedException;
import java.nio.charset.StandardCharsets;

/** Queries of addresses and forms. */
public final class QueryFuzz {
  private QueryFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      Query.parse("query", new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (RefusedException refused) {
      // in words
    }
  }
}
