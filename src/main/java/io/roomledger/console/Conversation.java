package io.roomledger.console;

import io.roomledger.chat.Message;
import io.roomledger.chat.Stretch;
import io.roomledger.chat.Surroundings;
import io.roomledger.chat.SystemSentence;
import io.roomledger.chat.Tombstone;
import io.roomledger.export.format.HtmlEmoji;
import io.roomledger.identity.Account;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A part of what was said in a room.
 *
 * @param room the room's id
 * @param stretch the messages
 * @param around what they refer to
 * @param deleted what is left of messages between them that were deleted
 */
record Conversation(String room, Stretch stretch, Surroundings around, List<Tombstone> deleted) {
  /** What one person says without a pause stands under one head. */
  private static final Duration PAUSE = Duration.ofMinutes(7);

  private static final int HUES = 8;

  /**
   * A message as it is shown.
   *
   * @param message what was said
   * @param newDay whether it is the first of its day here
   * @param day its day where the reader is
   * @param headed whether it says who speaks, and does not just go on
   * @param author who speaks
   * @param hue which of a few colours stands for them
   */
  record Line(
      Message message, boolean newDay, LocalDate day, boolean headed, String author, int hue) {
    /** The first letter of the name, or the first character of a Chinese one. */
    String initial() {
      return author.isEmpty()
          ? "?"
          : author.substring(0, author.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }

    List<TextPart> parts() {
      return TextPart.of(message.text());
    }

    boolean system() {
      return !message.systemKind().isEmpty();
    }

    String sentence() {
      return SystemSentence.of(message.systemKind(), message.text());
    }
  }

  List<Line> lines(Visit visit) {
    List<Line> lines = new ArrayList<>();
    for (Message message : stretch.messages()) {
      LocalDate day = visit.manners().date(message.sentAt());
      String author = author(message);
      Line before = lines.isEmpty() ? null : lines.getLast();
      boolean newDay = before == null || !before.day().equals(day);
      boolean goesOn =
          before != null
              && !newDay
              && !before.system()
              && before.author().equals(author)
              && Duration.between(before.message().sentAt(), message.sentAt()).compareTo(PAUSE) < 0;
      int hue = Math.floorMod(message.authorId().orElse(author).hashCode(), HUES);
      lines.add(new Line(message, newDay, day, !goesOn, author, hue));
    }
    return lines;
  }

  /** What was deleted before a line, and after the one before it. */
  List<Tombstone> deletedBefore(List<Line> lines, int line) {
    Instant from = line == 0 ? Instant.MIN : lines.get(line - 1).message().sentAt();
    Instant to = lines.get(line).message().sentAt();
    return deleted.stream()
        .filter(it -> !it.sentAt().isBefore(from) && it.sentAt().isBefore(to))
        .toList();
  }

  /** What was deleted after the last line. */
  List<Tombstone> deletedAfter(List<Line> lines) {
    Instant from = lines.isEmpty() ? Instant.MIN : lines.getLast().message().sentAt();
    return deleted.stream().filter(it -> !it.sentAt().isBefore(from)).toList();
  }

  private String author(Message message) {
    if (!message.alias().isEmpty()) {
      return message.alias();
    }
    return message.authorId().flatMap(around::person).map(Conversation::called).orElse("");
  }

  private static String called(Account account) {
    return account.name().isEmpty() ? account.username() : account.name();
  }

  /** An emoji by its name, as people know it. */
  String emoji(String name) {
    return HtmlEmoji.of(name);
  }

  /** Who is behind a reaction. */
  String names(List<String> accounts) {
    return accounts.stream()
        .map(id -> around.person(id).map(Conversation::called).orElse(id))
        .collect(Collectors.joining(", "));
  }
}
