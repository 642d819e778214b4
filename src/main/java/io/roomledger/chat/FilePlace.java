package io.roomledger.chat;

import java.util.Locale;

/** What becomes of the files that came with messages. */
enum FilePlace {
  /** Their bytes are in the package. */
  INCLUDE,
  /** The address at this server stands in their place. */
  LINK,
  /** Their names are told, and no more. */
  LEAVE;

  /** By the word that orders use. */
  static FilePlace of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
