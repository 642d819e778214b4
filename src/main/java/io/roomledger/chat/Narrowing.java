package io.roomledger.chat;

import io.roomledger.db.Sql;
import io.roomledger.export.Base;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which of the messages of a room or person are wanted, as SQL without parameters.
 *
 * @param people whose; empty for everybody's
 * @param words which must all occur in what was written, whatever their case
 * @param base the earlier export, if only what was written since is wanted; with what was deleted
 */
record Narrowing(List<String> people, List<String> words, Optional<Base> base) {
  /** All of them. */
  static final Narrowing NONE = new Narrowing(List.of(), List.of(), Optional.empty());

  /** The condition of messages, which begins with AND. */
  String messages() {
    StringBuilder sql = new StringBuilder(whose("author_id")).append(worded());
    if (base.isEmpty()) {
      return sql.append(" AND deleted_at IS NULL ").toString();
    }
    return sql.append(" AND ")
        .append(base.get().mark().since("changed"))
        .append(" AND (deleted_at IS NULL OR ")
        .append(base.get().mark().before("coalesce(added, changed)"))
        .append(") ")
        .toString();
  }

  /** That all words occur, beginning with AND; empty if none need to. */
  String worded() {
    return words.stream()
        .map(word -> " AND strpos(lower(text), lower(" + Sql.coded(word) + ")) > 0")
        .collect(Collectors.joining());
  }

  /** The condition of what is gone from a room altogether. */
  String gone(Base earlier) {
    return whose("who")
        + " AND "
        + earlier.seen("gone")
        + " AND NOT EXISTS (SELECT FROM chat_message m WHERE m.id = gone.id) ";
  }

  private String whose(String column) {
    return people.isEmpty() ? "" : " AND " + column + " IN (" + Sql.listed(people) + ")";
  }
}
