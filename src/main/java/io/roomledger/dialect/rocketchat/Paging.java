package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Counted;
import io.roomledger.base.Window;
import java.util.function.Function;

/**
 * Which part of a list is asked for: {@code offset} and {@code count}. Without a count there are
 * 50, never more than 100 unless all are wished for with 0.
 */
final class Paging {
  private static final int USUAL = 50;
  private static final int MOST = 100;

  private Paging() {}

  /** The part that is asked for. */
  static Window of(Asked asked) {
    return of(asked, USUAL);
  }

  /** The part that is asked for, where another count is usual. */
  static Window of(Asked asked, int usual) {
    long offset = Math.clamp(asked.get("offset").asLong(0), 0, Integer.MAX_VALUE);
    int count = asked.find("count").map(text -> asked.get("count").asInt(usual)).orElse(usual);
    return new Window(offset, count == 0 ? Window.ALL : Math.clamp(count, 1, MOST));
  }

  /** {@code {name: [...], count, offset, total}}, as every list is answered. */
  static <T> ObjectNode print(
      String name, Window window, Counted<T> found, Function<T, ? extends JsonNode> print) {
    ObjectNode answer = Wire.object();
    ArrayNode items = answer.putArray(name);
    found.items().forEach(item -> items.add(print.apply(item)));
    return answer
        .put("count", items.size())
        .put("offset", window.offset())
        .put("total", found.total());
  }
}
