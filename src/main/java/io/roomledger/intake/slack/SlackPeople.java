package io.roomledger.intake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.identity.Account;
import io.roomledger.intake.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people of {@code users.json}: Slack's ids and what they are here. */
final class SlackPeople {
  private final String organisation;
  private final List<Account> wanted = new ArrayList<>();
  private final Map<String, Account> bySlackId = new HashMap<>();

  SlackPeople(String organisation) {
    this.organisation = organisation;
  }

  /** Takes one user; answers what is wrong with it, if anything is. */
  Optional<Problem> add(JsonNode user) {
    String slackId = user.path("id").asText();
    if (slackId.isBlank()) {
      return Optional.of(
          Problem.of("a user without \"id\" was skipped (expected: \"id\": \"U...\")"));
    }
    JsonNode profile = user.path("profile");
    String username = username(user.path("name").asText(), slackId);
    String name =
        firstOf(
            profile.path("real_name").asText(),
            user.path("real_name").asText(),
            profile.path("display_name").asText(),
            username);
    Account account =
        new Account(
            accountId(organisation, slackId),
            organisation,
            username,
            clean(name, 200),
            email(profile.path("email").asText()),
            "",
            !user.path("deleted").asBoolean());
    if (bySlackId.put(slackId, account) != null) {
      return Optional.of(Problem.of("user %s is there twice; the last counts", slackId));
    }
    wanted.add(account);
    return Optional.empty();
  }

  /** The same for the same person at every import. */
  static String accountId(String organisation, String slackId) {
    return Ids.derived(17, "slack account", organisation, slackId);
  }

  private static String username(String name, String slackId) {
    String username = clean(name, 100).replaceAll("\\s+", "_");
    return username.isEmpty() ? clean(slackId, 100).replaceAll("\\s+", "_") : username;
  }

  private static String clean(String text, int longest) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > longest ? line.substring(0, longest).strip() : line;
  }

  private static Optional<String> email(String email) {
    boolean usable = email.matches("[^@\\s\\p{Cntrl}]{1,200}@[^@\\s\\p{Cntrl}]{1,200}");
    return usable ? Optional.of(email) : Optional.empty();
  }

  static String firstOf(String... texts) {
    for (String text : texts) {
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }

  /** The accounts to take in. */
  List<Account> wanted() {
    return wanted;
  }

  /** What became of them: under which id and name each of them is here. */
  void are(Map<String, Account> accounts) {
    bySlackId.replaceAll((slackId, account) -> accounts.getOrDefault(account.id(), account));
  }

  Optional<Account> find(String slackId) {
    return Optional.ofNullable(bySlackId.get(slackId));
  }

  /** The user name to a Slack id, or the id itself. */
  String username(String slackId) {
    Account account = bySlackId.get(slackId);
    return account == null ? slackId : account.username();
  }
}
