package io.roomledger.intake;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.regex.Pattern;

/** Tells names that stay in their folder from those that leave it. */
final class EntryNames {
  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*");
  private static final Pattern SLASH = Pattern.compile("[/\\\\]");

  private EntryNames() {}

  /** Refuses a name that leaves its folder or is strange in another way. */
  static void check(String file, String name) {
    boolean strange = name.isEmpty() || name.length() > 1000;
    for (int i = 0; i < name.length(); i++) {
      strange |= name.charAt(i) < ' ';
    }
    boolean absolute =
        name.startsWith("/") || name.startsWith("\\") || DRIVE.matcher(name).matches();
    boolean climbing = false;
    for (String segment : SLASH.split(name, -1)) {
      climbing |= segment.equals("..");
    }
    if (strange || absolute || climbing) {
      throw refused(file, name, "its name leaves the folder", "relative names without ..");
    }
  }

  static RefusedException refused(String file, String entry, String what, String expected) {
    return new RefusedException(new Refusal.Invalid(file + ": " + shown(entry), what, expected));
  }

  /** A name as it can stand in a message. */
  static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }
}
