package io.roomledger.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Says of the files of messages where they are, also when their bytes stay out of the package. */
final class FilePlaces {
  /** Why a file is not there that nobody wanted. */
  static final String LEFT = "left out, as ordered";

  private final FilePlace place;
  private final Function<ChatFile, String> address;

  /**
   * How an order wants it.
   *
   * @param address where a file can be had from this server
   */
  FilePlaces(FilePlace place, Function<ChatFile, String> address) {
    this.place = place;
    this.address = address;
  }

  /** The message as the file shows it. */
  ChatLine of(ChatLine line) {
    if (place == FilePlace.INCLUDE || line.files().isEmpty()) {
      return line;
    }
    List<ChatFile> files = new ArrayList<>();
    List<FileView> views = new ArrayList<>();
    for (int i = 0; i < line.files().size(); i++) {
      ChatFile file = line.files().get(i);
      FileView view = line.context().pictures().get(i);
      if (place == FilePlace.LEAVE) {
        files.add(file.without(LEFT));
        views.add(view.at(""));
      } else if (file.missing().isEmpty()) {
        String where = address.apply(file);
        files.add(file.without("only its address is here: " + where));
        views.add(view.at(where));
      } else {
        files.add(file);
        views.add(view.at(""));
      }
    }
    return line.with(files, views);
  }
}
