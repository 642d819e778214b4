package io.roomledger.sample;

import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.App;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import io.roomledger.identity.Organisation;
import io.roomledger.identity.Organisations;
import io.roomledger.identity.Tokens;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The people of the sample, with the ids and tokens of the vendors' examples, and the programs that
 * may call.
 */
public final class SamplePeople {
  static final String DINGTALK_APP = "demo";
  private static final String FEISHU_APP = "cli_a5ca35a685b0x26e";
  private static final String FEISHU_SECRET = "baBqE5um9LbFGDy3X7LcfxQX1sqpXlwy";
  private static final String FEISHU_TOKEN = "u-7f1bcd13fc57d46bac21793a18e560";
  private static final String ROCKETCHAT_TOKEN = "Zu-Z6eKzIIz7MCCRGeHi29bYkXZCJ4SxFC0JAasqm92";

  /** Where the vendor's own example of a web app waits for people who have logged in. */
  private static final Set<String> BACK = Set.of("http://localhost:8080/callback");

  /** The vendors' examples must work for as long as somebody keeps the sample. */
  private static final Instant LAST = Instant.parse("2099-12-31T00:00:00Z");

  /** What an organisation is called that nobody has named. */
  private static final String UNNAMED = "Main";

  private final Accounts accounts;
  private final Organisations organisations;
  private final Tokens tokens;

  public SamplePeople(Accounts accounts, Organisations organisations, Tokens tokens) {
    this.accounts = accounts;
    this.organisations = organisations;
    this.tokens = tokens;
  }

  record Person(
      String id,
      String username,
      String name,
      String email,
      String department,
      List<String> roles,
      @Nullable String password,
      @Nullable String dingtalkUnionId) {}

  /** Adds the people and answers their ids by user name. */
  Map<String, String> add(Caller.Operator operator) throws IOException {
    String organisation = operator.organisation();
    name(operator);
    Map<String, String> ids = new LinkedHashMap<>();
    for (Person person : Story.read("people.json", Person[].class)) {
      ids.put(person.username(), person.id());
      if (accounts.find(person.id()).isEmpty()) {
        add(organisation, person);
      }
    }
    return ids;
  }

  /** Calls the organisation as the story does, unless somebody has named it. */
  private void name(Caller.Operator operator) {
    String id = operator.organisation();
    if (organisations.find(id).filter(it -> it.name().equals(UNNAMED)).isPresent()) {
      organisations.rename(operator, new Organisation(id, "Brightwater"));
    }
  }

  /**
   * Adds the people without passwords, tokens and rights, to a workspace that is somebody's own:
   * that person plays the administrator of the story.
   *
   * @return the ids by the user names of the story
   */
  Map<String, String> addAround(Account player) throws IOException {
    Map<String, String> ids = new LinkedHashMap<>();
    for (Person person : Story.read("people.json", Person[].class)) {
      boolean played = person.roles().contains("admin");
      ids.put(person.username(), played ? player.id() : person.id());
      if (!played && accounts.find(person.id()).isEmpty()) {
        addGuest(player.organisation(), person);
      }
    }
    return ids;
  }

  private void addGuest(String organisation, Person person) {
    String username = person.username();
    while (accounts.findByUsername(organisation, username).isPresent()) {
      username += ".sample";
    }
    accounts.add(
        new Account(
            person.id(),
            organisation,
            username,
            person.name(),
            Optional.of(person.email()),
            person.department(),
            true),
        Optional.empty(),
        Set.of("user"));
  }

  private void add(String organisation, Person person) {
    Account account =
        new Account(
            person.id(),
            organisation,
            person.username(),
            person.name(),
            Optional.of(person.email()),
            person.department(),
            true);
    accounts.add(account, Optional.ofNullable(person.password()), Set.copyOf(person.roles()));
    if (person.dingtalkUnionId() != null) {
      accounts.setExternalId(
          account.id(), ExternalIdKind.DINGTALK_UNION_ID, person.dingtalkUnionId());
      tokens.accept(account, ROCKETCHAT_TOKEN, LAST, Set.of("*"));
      tokens.accept(account, FEISHU_TOKEN, LAST, Set.of("vc:export"));
    }
  }

  /** Adds the programs. */
  void addApps(String organisation, Apps apps) {
    Set<String> scopes =
        Set.of(
            "vc:export",
            "vc:room",
            "vc:room:readonly",
            "calendar:calendar",
            "calendar:room",
            "contact:contact:readonly_as_app",
            "contact:user.id:readonly",
            "offline_access",
            "VideoConference.Conference.Read",
            "VideoConference.Conference.Write",
            "Contact.User.Read",
            "qyapi_get_member");
    apps.find(FEISHU_APP)
        .ifPresentOrElse(
            there -> {},
            () ->
                apps.add(
                    new App(FEISHU_APP, organisation, "Feishu example", scopes, true, BACK),
                    FEISHU_SECRET));
    apps.add(new App(DINGTALK_APP, organisation, "Demo", scopes, true), "demo-secret");
  }
}
