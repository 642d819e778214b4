package io.roomledger.console;

import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Site;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a person sees who opens the address in a browser: what this is, and where its three APIs
 * are.
 */
public final class Landing {
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Landing() {}

  /** The site of the page. */
  public static Site site() {
    byte[] page = page();
    Answer answer =
        Answer.bytes(200, "text/html; charset=utf-8", page)
            .with("Content-Security-Policy", POLICY)
            .with("Cache-Control", "no-cache");
    return Site.plain("console", List.of("/"), List.of(Endpoint.get("/", call -> answer)));
  }

  private static byte[] page() {
    try (InputStream file = Landing.class.getResourceAsStream("/console/landing.html")) {
      if (file == null) {
        throw new IllegalStateException("console/landing.html is not in the program");
      }
      return file.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
