package io.roomledger.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Message;
import io.roomledger.db.Database;
import io.roomledger.db.Partitions;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Rules about messages, and the round that enforces them; everything is told in days ago. */
final class RetentionHouse implements AutoCloseable {
  final ChatHouse chat;
  final RetentionRules rules;
  final RetentionRound round;
  final Caller boss;

  RetentionHouse(Path folder) {
    chat = new ChatHouse(folder);
    rules = new RetentionRules(chat.database, chat.audit, chat.clock);
    round = new RetentionRound(chat.database, chat.store, chat.audit, chat.clock);
    boss = chat.caller(chat.person("boss", "admin"));
  }

  static RuleWish all(KeptKind kind, Keep keep) {
    return new RuleWish(kind, Scope.ORGANISATION, "", keep);
  }

  static RuleWish room(ChatRoom room, Keep keep) {
    return new RuleWish(KeptKind.MESSAGES, Scope.CHAT_ROOM, room.id(), keep);
  }

  static Keep days(int days) {
    return new Keep.Days(days);
  }

  Message said(ChatRoom room, Account author, int daysAgo, String text) {
    return chat.said(room, author, ChatHouse.NOW.minus(Duration.ofDays(daysAgo)), text);
  }

  /** Sets a rule with what its preview confirms. */
  Rule set(RuleWish wish) {
    return rules.set(boss, wish, Optional.of(rules.preview(boss, wish).confirmation()));
  }

  /** Sets a rule and lets it count. */
  void counting(RuleWish wish) {
    Rule rule = set(wish);
    if (rule.pending()) {
      chat.clock.set(rule.effectiveAt());
    }
  }

  List<String> texts(ChatRoom room) {
    return chat.messagesOf(room).stream().map(Message::text).toList();
  }

  long count(String what) {
    return chat.database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT count(*) FROM " + what).mapTo(Long.class).one());
  }

  RetentionRun enforced() {
    round.enforce();
    RetentionRun run = rules.runs(boss, 1).getFirst();
    assertThat(run.endedAt()).isPresent();
    return run;
  }

  @Override
  public void close() {
    chat.close();
  }

  /** The years that a table has from now on, whatever the year in which the tables were made. */
  static void layOut(Database database, String table, int first, int last) {
    database
        .jdbi()
        .useHandle(handle -> {
          Partitions.of(handle, table).forEach(part -> handle.execute("DROP TABLE " + part.name()));
          part(handle, table, "earlier", "MINVALUE", year(first));
          for (int year = first; year <= last; year++) {
            part(handle, table, Integer.toString(year), year(year), year(year + 1));
          }
          part(handle, table, "later", year(last + 1), "MAXVALUE");
        });
  }

  private static String year(int year) {
    return "'" + year + "-01-01Z'";
  }

  private static void part(Handle handle, String table, String name, String from, String to) {
    handle.execute(
        "CREATE TABLE %1$s_%2$s PARTITION OF %1$s FOR VALUES FROM (%3$s) TO (%4$s)"
            .formatted(table, name, from, to));
  }

  /** Its partitions, in their order. */
  static List<String> years(Database database, String table) {
    return database
        .jdbi()
        .withHandle(
            handle -> Partitions.of(handle, table).stream().map(Partitions.Part::name).toList());
  }
}
