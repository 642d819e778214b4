package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Page;
import java.util.Optional;

/**
 * Which page of a list is wanted.
 *
 * @param size how many entries
 * @param after the key that the page before gave, if this is not the first one
 */
record Paging(int size, Optional<String> after) {

  /**
   * From {@code page_size} and {@code page_token}; {@code 0} is the first page, as in the vendor's
   * examples.
   */
  static Paging of(Fields fields, int fallback, int least, int most) {
    return new Paging(
        fields.number("page_size", fallback, least, most),
        fields.findText("page_token").filter(token -> !token.equals("0")));
  }

  /** Writes {@code has_more}, and {@code page_token} if there is more. */
  static ObjectNode end(ObjectNode data, Page<?> page) {
    page.next().ifPresent(key -> data.put("page_token", key));
    return data.put("has_more", page.next().isPresent());
  }
}
