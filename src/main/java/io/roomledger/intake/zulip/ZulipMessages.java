package io.roomledger.intake.zulip;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.chat.ChatFile;
import io.roomledger.chat.IncomingMessage;
import io.roomledger.chat.Message;
import io.roomledger.identity.Account;
import io.roomledger.intake.Archive;
import io.roomledger.intake.Fields;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.chat.People;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the messages of one room into ours. */
final class ZulipMessages {
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

  /** Behind the point of a time. */
  private static final int MOST_DIGITS = 20;

  /** {@code @**Name**}, {@code @_**Name|7**} and {@code @**all**}. */
  private static final Pattern MENTION = Pattern.compile("@_?\\*\\*([^*|]+)(?:\\|(\\d+))?\\*\\*");

  private static final Pattern CHANNEL = Pattern.compile("#\\*\\*([^*>]+)(?:>[^*]*)?\\*\\*");

  private final String organisation;
  private final ZulipRealm realm;
  private final Archive archive;
  private final String root;
  private final ChatImport run;
  private final Map<String, String> topics = new HashMap<>();
  private boolean channel;

  ZulipMessages(
      String organisation, ZulipRealm realm, Archive archive, String root, ChatImport run) {
    this.organisation = organisation;
    this.realm = realm;
    this.archive = archive;
    this.root = root;
    this.run = run;
  }

  /** Begins with another room. */
  void begin(ZulipRealm.Room room) {
    topics.clear();
    channel = room.stream().isObject();
  }

  /** The message, if it has a time that is one. The first of a topic begins with its name. */
  Optional<IncomingMessage> read(JsonNode json) throws IOException {
    Optional<Instant> sent = moment(json.path("date_sent"));
    String id = Fields.text(json, "id");
    if (sent.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    String key = Ids.derived(IncomingMessage.KEY_LENGTH, "zulip message", organisation, id);
    String topic = channel ? Fields.text(json, "subject") : "";
    Optional<String> parent = Optional.ofNullable(topics.get(topic));
    boolean first = !topic.isEmpty() && parent.isEmpty();
    if (first) {
      topics.put(topic, key);
    }
    String sender = Fields.text(json, "sender");
    Optional<Account> author = realm.people().find(sender);
    String text = decode(Fields.text(json, "content"));
    return Optional.of(
        new IncomingMessage(
            key,
            sent.get(),
            author.map(Account::id),
            author.isPresent() ? "" : "user " + sender,
            first ? "**" + topic + "**\n" + text : text,
            "",
            parent,
            parent.isPresent(),
            moment(json.path("last_edit_time"))
                .map(at -> new Message.Edit(at, author.map(Account::id).orElse(""))),
            realm.reactions(id),
            files(id, key)));
  }

  private String decode(String content) {
    Matcher mentions = MENTION.matcher(content);
    String people =
        mentions.replaceAll(found -> {
          String id =
              found.group(2) == null ? realm.named(found.group(1)).orElse("") : found.group(2);
          String username = realm.people().find(id).map(Account::username).orElse(found.group(1));
          return Matcher.quoteReplacement("@" + username);
        });
    return CHANNEL.matcher(people).replaceAll("#$1");
  }

  private List<ChatFile> files(String messageId, String key) throws IOException {
    List<ChatFile> files = new ArrayList<>();
    for (JsonNode json : realm.attachments(messageId)) {
      String path = Fields.text(json, "path_id");
      String name = People.clean(Fields.text(json, "file_name"), 250);
      String type = URLConnection.guessContentTypeFromName(name.replaceAll("[#?]", "_"));
      ChatFile file =
          new ChatFile(
              Ids.derived(17, "zulip file", key, path),
              name.isEmpty() ? "file" : name,
              type == null ? "application/octet-stream" : type,
              Math.max(0, json.path("size").asLong()),
              "",
              "");
      Optional<String> entry =
          List.of(root + "uploads/" + path, root + path).stream().filter(archive::has).findFirst();
      files.add(run.keep(file, entry, "the Zulip export does not hold its bytes"));
    }
    return files;
  }

  /** Seconds since 1970 with a fraction, or ISO text. */
  static Optional<Instant> moment(JsonNode json) {
    if (json.isTextual()) {
      return ChatImport.moment(json.textValue());
    }
    if (!json.isNumber()) {
      return Optional.empty();
    }
    BigDecimal seconds = json.decimalValue();
    // a number of a thousand million digits can be written in twelve characters
    boolean sane =
        seconds.signum() > 0 && seconds.compareTo(LATEST) < 0 && seconds.scale() < MOST_DIGITS;
    return sane
        ? Optional.of(
            Instant.EPOCH.plus(
                seconds.multiply(MICROS).setScale(0, RoundingMode.HALF_UP).longValueExact(),
                ChronoUnit.MICROS))
        : Optional.empty();
  }
}
