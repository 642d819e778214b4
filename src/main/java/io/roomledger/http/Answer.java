package io.roomledger.http;

import io.roomledger.base.Content;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes back.
 *
 * @param status the HTTP status
 * @param headers in their order and exact spelling
 * @param body what follows
 */
public record Answer(int status, Map<String, String> headers, Body body) {
  public Answer {
    headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** What follows the head. */
  public sealed interface Body {
    /** Bytes at hand, never changed after they are given. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements Body {}

    /**
     * A file; ranges, conditional requests and HEAD are handled by the server.
     *
     * @param content its bytes, which never pass the heap as a whole
     * @param changedAt when it last changed
     * @param tag a strong entity tag without quotes
     * @param elsewhere whether a GET may be answered with 302 and an address under which the bytes
     *     can be fetched straight from where they lie, if there is one
     */
    record File(Content content, Instant changedAt, String tag, boolean elsewhere) implements Body {
      /** A file that this server hands out itself. */
      public File(Content content, Instant changedAt, String tag) {
        this(content, changedAt, tag, false);
      }
    }

    /** Server-sent events, as they happen. */
    record Events(EventStream.Source source) implements Body {}
  }

  /** An answer of bytes. */
  public static Answer bytes(int status, String contentType, byte[] bytes) {
    return new Answer(status, Map.of("Content-Type", contentType), new Body.Bytes(bytes));
  }

  /** An answer of text in UTF-8. */
  public static Answer text(int status, String contentType, String text) {
    return bytes(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** An answer that tells of things as they happen, and is not kept by anybody. */
  public static Answer events(EventStream.Source source) {
    return new Answer(
        200,
        Map.of("Content-Type", "text/event-stream; charset=utf-8", "Cache-Control", "no-store"),
        new Body.Events(source));
  }

  /** This with a header added or replaced. */
  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }
}
