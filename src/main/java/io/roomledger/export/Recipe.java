package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;

/**
 * A kind of file that can be ordered: which records, laid out how, in which format, alone or in a
 * package. Registered once, under its name, in Wiring.
 *
 * @param name what orders call it, such as {@code chat.html} or {@code feishu.meeting_list}
 * @param source where the records come from
 * @param sheet how they become rows
 * @param format how rows are written
 * @param packaged whether the result is a zip with a manifest, or the main file alone
 */
public record Recipe<T>(
    String name, RecordSource<T> source, Sheet<T> sheet, Format format, boolean packaged) {
  public Recipe {
    if (!format.layouts().contains(sheet.layout())) {
      throw new RefusedException(
          new Refusal.Invalid(
              "recipe " + name, sheet.layout().name(), "one of " + format.layouts()));
    }
    if (format.severalFiles() && !packaged) {
      throw new RefusedException(
          new Refusal.Invalid("recipe " + name, format.name() + " alone", "a package"));
    }
  }

  /** See {@link Format#stretch}. */
  int stretch() {
    return format.stretch(sheet);
  }

  /** What the file of an order is called that does not say. */
  String usualName() {
    return name.replaceFirst("\\..*", "") + "." + (packaged ? "zip" : format.ending());
  }
}
