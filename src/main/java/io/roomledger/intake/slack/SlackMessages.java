package io.roomledger.intake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.chat.IncomingMessage;
import io.roomledger.chat.Message;
import io.roomledger.chat.Reaction;
import io.roomledger.identity.Account;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the messages of one conversation into ours. */
final class SlackMessages {
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

  private final String organisation;
  private final SlackChannel channel;
  private final SlackPeople people;
  private final SlackTexts texts;
  private final SlackFiles files;

  SlackMessages(String organisation, SlackChannel channel, SlackPeople people, SlackFiles files) {
    this.organisation = organisation;
    this.channel = channel;
    this.people = people;
    this.texts = new SlackTexts(new Mrkdwn(people::username));
    this.files = files;
  }

  /** The message, if it has a time stamp that is one. */
  Optional<IncomingMessage> read(JsonNode json) throws IOException {
    Optional<Long> ts = micros(json.path("ts"));
    if (ts.isEmpty()) {
      return Optional.empty();
    }
    String subtype = json.path("subtype").asText();
    Optional<Account> author = people.find(authorId(json));
    Optional<String> systemKind = SlackTexts.systemKind(subtype);
    String key = key(ts.get());
    return Optional.of(
        new IncomingMessage(
            key,
            instant(ts.get()),
            author.map(Account::id),
            author.isPresent() ? "" : alias(json),
            systemKind.isPresent()
                ? texts.system(systemKind.get(), json, author.map(Account::username).orElse(""))
                : texts.words(json, subtype),
            systemKind.orElse(""),
            parent(json, ts.get()),
            subtype.equals("thread_broadcast") || subtype.equals("reply_broadcast"),
            edited(json.path("edited")),
            reactions(json.path("reactions")),
            files.of(json, key)));
  }

  private static String authorId(JsonNode json) {
    String user = json.path("user").asText();
    return user.isEmpty() ? json.path("comment").path("user").asText() : user;
  }

  /** Who it was, when that is nobody of users.json: a program, or somebody from elsewhere. */
  private static String alias(JsonNode json) {
    JsonNode profile = json.path("user_profile");
    String alias =
        SlackPeople.firstOf(
            json.path("username").asText(),
            profile.path("display_name").asText(),
            profile.path("real_name").asText(),
            profile.path("name").asText(),
            json.path("bot_profile").path("name").asText(),
            authorId(json),
            json.path("bot_id").asText(),
            "unknown");
    return alias.length() > 100 ? alias.substring(0, 100) : alias;
  }

  private Optional<String> parent(JsonNode json, long ts) {
    return micros(json.path("thread_ts")).filter(thread -> thread != ts).map(this::key);
  }

  private Optional<Message.Edit> edited(JsonNode edited) {
    return micros(edited.path("ts"))
        .map(at ->
            new Message.Edit(
                instant(at),
                people.find(edited.path("user").asText()).map(Account::id).orElse("")));
  }

  private List<Reaction> reactions(JsonNode reactions) {
    List<Reaction> read = new ArrayList<>();
    for (JsonNode reaction : reactions) {
      List<String> by = new ArrayList<>();
      for (JsonNode user : reaction.path("users")) {
        people.find(user.asText()).map(Account::id).ifPresent(by::add);
      }
      String name = reaction.path("name").asText();
      if (!name.isBlank() && !by.isEmpty()) {
        read.add(new Reaction(":" + name + ":", by));
      }
    }
    return read;
  }

  private String key(long ts) {
    return Ids.derived(
        IncomingMessage.KEY_LENGTH, "slack message", organisation, channel.slackId(), "" + ts);
  }

  /** A time stamp is seconds and six digits after the dot, as text; all six count. */
  private static Optional<Long> micros(JsonNode ts) {
    if (!ts.isTextual() && !ts.isNumber()) {
      return Optional.empty();
    }
    try {
      BigDecimal seconds = ts.isNumber() ? ts.decimalValue() : new BigDecimal(ts.textValue());
      boolean sane = seconds.signum() > 0 && seconds.compareTo(LATEST) < 0 && seconds.scale() < 20;
      return sane
          ? Optional.of(seconds.multiply(MICROS).setScale(0, RoundingMode.DOWN).longValueExact())
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
