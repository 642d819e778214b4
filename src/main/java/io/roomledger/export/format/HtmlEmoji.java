package io.roomledger.export.format;

import java.util.Map;

/** The emoji behind the names that are used most; others are shown by their names. */
public final class HtmlEmoji {
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("+1", "\ud83d\udc4d"),
          Map.entry("thumbsup", "\ud83d\udc4d"),
          Map.entry("-1", "\ud83d\udc4e"),
          Map.entry("thumbsdown", "\ud83d\udc4e"),
          Map.entry("tada", "\ud83c\udf89"),
          Map.entry("heart", "\u2764\ufe0f"),
          Map.entry("joy", "\ud83d\ude02"),
          Map.entry("smile", "\ud83d\ude04"),
          Map.entry("grinning", "\ud83d\ude00"),
          Map.entry("slightly_smiling_face", "\ud83d\ude42"),
          Map.entry("wink", "\ud83d\ude09"),
          Map.entry("thinking", "\ud83e\udd14"),
          Map.entry("thinking_face", "\ud83e\udd14"),
          Map.entry("cry", "\ud83d\ude22"),
          Map.entry("sob", "\ud83d\ude2d"),
          Map.entry("open_mouth", "\ud83d\ude2e"),
          Map.entry("heart_eyes", "\ud83d\ude0d"),
          Map.entry("clap", "\ud83d\udc4f"),
          Map.entry("pray", "\ud83d\ude4f"),
          Map.entry("raised_hands", "\ud83d\ude4c"),
          Map.entry("wave", "\ud83d\udc4b"),
          Map.entry("muscle", "\ud83d\udcaa"),
          Map.entry("ok_hand", "\ud83d\udc4c"),
          Map.entry("eyes", "\ud83d\udc40"),
          Map.entry("fire", "\ud83d\udd25"),
          Map.entry("rocket", "\ud83d\ude80"),
          Map.entry("100", "\ud83d\udcaf"),
          Map.entry("white_check_mark", "\u2705"),
          Map.entry("heavy_check_mark", "\u2714\ufe0f"),
          Map.entry("x", "\u274c"),
          Map.entry("warning", "\u26a0\ufe0f"),
          Map.entry("question", "\u2753"),
          Map.entry("star", "\u2b50"),
          Map.entry("sparkles", "\u2728"),
          Map.entry("bug", "\ud83d\udc1b"),
          Map.entry("coffee", "\u2615"),
          Map.entry("cake", "\ud83c\udf70"),
          Map.entry("birthday", "\ud83c\udf82"),
          Map.entry("pizza", "\ud83c\udf55"));

  private HtmlEmoji() {}

  /** {@code name}, with or without colons, as people know it. */
  public static String of(String name) {
    boolean colons = name.length() > 2 && name.startsWith(":") && name.endsWith(":");
    return KNOWN.getOrDefault(colons ? name.substring(1, name.length() - 1) : name, name);
  }
}
