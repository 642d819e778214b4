package io.roomledger.export.format;

import io.roomledger.export.Format;
import io.roomledger.export.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * The gaps that are found after the rows of a package, when its main file has ended: kept until the
 * end, then written to a file of their own. A file that stands alone stays open until the end and
 * needs none of this.
 */
final class LateGaps {
  private final boolean packaged;
  private final List<Item.Gap> gaps = new ArrayList<>();
  private boolean began;
  private long more;

  LateGaps(Format.Target target) {
    this.packaged = target.packaged();
  }

  /** Says that the rows are done; answers whether the main file ends now. */
  boolean begin() {
    began = packaged;
    return began;
  }

  boolean began() {
    return began;
  }

  /** Keeps the gap if the main file has ended. */
  boolean took(Item.Gap gap) {
    if (began) {
      if (gaps.size() < Format.LATE_GAPS) {
        gaps.add(gap);
      } else {
        more++;
      }
    }
    return began;
  }

  boolean any() {
    return !gaps.isEmpty();
  }

  /** All of them; the last one stands for those that were too many to keep. */
  List<Item.Gap> gaps() {
    List<Item.Gap> all = new ArrayList<>(gaps);
    if (more > 0) {
      all.add(new Item.Gap("", more + " more", "too many to list; the manifest counts them"));
    }
    return all;
  }
}
