package io.roomledger.sample;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.roomledger.base.Content;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Reads the sample's files: the texts, and the times in them, which may be relative to today. */
final class Story {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Instant now;

  /** A story told at {@code now}. */
  Story(Instant now) {
    this.now = now;
  }

  /** The file as a tree of records. */
  static <T> T read(String name, Class<T> type) throws IOException {
    try (InputStream file = open(name)) {
      return JSON.readValue(file, type);
    }
  }

  /** The bytes of a file. */
  static InputStream open(String name) throws IOException {
    InputStream file = Story.class.getResourceAsStream("/sample/" + name);
    if (file == null) {
      throw new FileNotFoundException("sample/" + name + " is not in the program");
    }
    return file;
  }

  /** A file as text. */
  static String text(String name) throws IOException {
    try (InputStream file = open(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A file as content. */
  static Content content(String name) throws IOException {
    byte[] bytes;
    try (InputStream file = open(name)) {
      bytes = file.readAllBytes();
    }
    return new Content() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open(long position) {
        int from = Math.toIntExact(position);
        return new ByteArrayInputStream(bytes, from, bytes.length - from);
      }
    };
  }

  /** An instant, written as one or as {@code <days from today> <hh:mm>} in UTC. */
  Instant at(String text) {
    if (text.endsWith("Z")) {
      return Instant.parse(text);
    }
    int blank = text.indexOf(' ');
    LocalDate day =
        LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(Long.parseLong(text.substring(0, blank)));
    return day.atTime(LocalTime.parse(text.substring(blank + 1))).toInstant(ZoneOffset.UTC);
  }
}
