package io.roomledger.http;

import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Bodies of uploads: the first line is the type with the boundary, the rest the body. */
public final class MultipartFuzz {
  private static final int LARGEST = 32 * 1024;

  private MultipartFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int line = text.indexOf('\n');
    String type = text.substring(0, Math.max(0, line));
    Call call = new TestCall("POST", "/up", Map.of("content-type", type), text.substring(line + 1));
    try {
      Multipart.read(call, LARGEST, MultipartFuzz::taken);
    } catch (RefusedException refused) {
      if (refused.refusal().message().isBlank()) {
        throw new AssertionError("refused without a word", refused);
      }
    }
  }

  private static void taken(Multipart.Head head, InputStream bytes) throws IOException {
    if (head.name().contains("/") || head.name().contains("\\")) {
      throw new AssertionError("a name that leads elsewhere: " + head.name());
    }
    if (bytes.transferTo(java.io.OutputStream.nullOutputStream()) > LARGEST) {
      throw new AssertionError("longer than may be");
    }
  }
}
