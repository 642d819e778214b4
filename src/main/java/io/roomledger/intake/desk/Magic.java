package io.roomledger.intake.desk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file can be by its first bytes, whatever it is called. */
enum Magic {
  ZIP("zip"),
  GZIP("tar.gz"),
  TAR("tar"),
  JSON("jsonl"),
  CALENDAR("ics"),
  LIST("csv"),
  MP4("mp4"),
  QUICKTIME("mov"),
  WEBM("webm"),
  WEBVTT("vtt"),
  SUBRIP("srt"),
  NOTHING("");

  /** How many bytes tell. */
  static final int HEAD = 4096;

  private static final int TAR_AT = 257;
  private static final Set<String> BOXES =
      Set.of("ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "styp");
  private static final Pattern CUE =
      Pattern.compile("\\d+\\s*\\R\\s*\\d+:\\d\\d:\\d\\d[,.]\\d{3} --> .*", Pattern.DOTALL);

  private final String ending;

  Magic(String ending) {
    this.ending = ending;
  }

  /** The ending by which importers know it. */
  String ending() {
    return ending;
  }

  /** What it can be, in the order in which to ask. */
  List<BroughtKind> kinds() {
    return switch (this) {
      case ZIP ->
          List.of(
              BroughtKind.SLACK, BroughtKind.ZULIP, BroughtKind.MATTERMOST, BroughtKind.ROCKETCHAT);
      case GZIP, TAR -> List.of(BroughtKind.ZULIP, BroughtKind.SLACK, BroughtKind.MATTERMOST);
      case JSON -> List.of(BroughtKind.MATTERMOST, BroughtKind.ROCKETCHAT);
      case CALENDAR -> List.of(BroughtKind.CALENDAR);
      case LIST -> List.of(BroughtKind.ROOMS);
      case MP4, QUICKTIME, WEBM -> List.of(BroughtKind.FILM);
      case WEBVTT, SUBRIP -> List.of(BroughtKind.TRANSCRIPT);
      case NOTHING -> List.of();
    };
  }

  /** What a file that begins so can be. */
  static Magic of(byte[] head) {
    if (begins(head, 0, "PK\u0003\u0004") || begins(head, 0, "PK\u0005\u0006")) {
      return ZIP;
    }
    if (begins(head, 0, "\u001f\u008b")) {
      return GZIP;
    }
    if (begins(head, TAR_AT, "ustar")) {
      return TAR;
    }
    if (begins(head, 0, "\u001aE\u00df\u00a3")) {
      return WEBM;
    }
    if (head.length >= 12 && BOXES.contains(latin(Arrays.copyOfRange(head, 4, 8)))) {
      return begins(head, 4, "ftypqt") ? QUICKTIME : MP4;
    }
    return ofText(new String(head, StandardCharsets.UTF_8).replace("\ufeff", "").stripLeading());
  }

  private static Magic ofText(String text) {
    if (text.startsWith("{") || text.startsWith("[")) {
      return JSON;
    }
    if (text.regionMatches(true, 0, "BEGIN:VCALENDAR", 0, 15)) {
      return CALENDAR;
    }
    if (text.startsWith("WEBVTT")) {
      return WEBVTT;
    }
    if (CUE.matcher(text).matches()) {
      return SUBRIP;
    }
    String first = text.lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
    Set<String> titles =
        Set.copyOf(Arrays.stream(first.split(",", -1)).map(String::strip).distinct().toList());
    return titles.containsAll(Set.of("building", "floor", "room")) ? LIST : NOTHING;
  }

  private static boolean begins(byte[] head, int at, String magic) {
    int end = at + magic.length();
    return head.length >= end && latin(Arrays.copyOfRange(head, at, end)).equals(magic);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
