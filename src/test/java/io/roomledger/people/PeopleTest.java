package io.roomledger.people;

import static io.roomledger.people.PeopleHouse.permission;
import static io.roomledger.people.PeopleHouse.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Refusal;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Proven;
import io.roomledger.identity.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeopleTest {
  private PeopleHouse house;

  @BeforeEach
  void open() {
    house = new PeopleHouse();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static PersonDraft draft(String username, String... roles) {
    return new PersonDraft(
        username, "Some One", username + "@example.com", "four plain grey boats", Set.of(roles));
  }

  private static PersonChange password(String password) {
    return new PersonChange(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(password),
        Optional.empty());
  }

  private static PersonChange roles(String... roles) {
    return new PersonChange(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Set.of(roles)));
  }

  @Test
  void everyChangeIsAuditedUnderTheAccount() {
    Caller root = house.as(house.root);
    String id = house.people.add(root, draft("bob", "user")).account().id();
    house.people.change(root, id, roles("bot"));
    house.people.setRole(root, id, "user", true);
    house.people.setActive(root, id, false);
    house.people.delete(root, id);
    assertThat(house.audited())
        .containsExactly(
            "account.added account:" + id,
            "account.changed account:" + id,
            "account.role-given account:" + id,
            "account.active account:" + id,
            "account.deleted account:" + id);
  }

  @Test
  void whatIsRefusedLeavesNoTrace() {
    Caller root = house.as(house.root);
    assertThat(refusal(() -> house.people.add(root, draft("ANN"))))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(refusal(() -> house.people.add(root, draft("bob", "emperor"))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(house.audited()).isEmpty();
    assertThat(house.accounts.findByUsername(Accounts.MAIN, "bob")).isEmpty();
  }

  @Test
  void eachActNeedsItsPermission() {
    Caller ann = house.as(house.ann);
    String root = house.root.id();
    assertThat(refusal(() -> house.people.add(ann, draft("bob"))))
        .isEqualTo(permission(Administration.CREATE_USERS));
    assertThat(refusal(() -> house.people.delete(ann, root)))
        .isEqualTo(permission(Administration.DELETE_USERS));
    assertThat(refusal(() -> house.people.setActive(ann, root, false)))
        .isEqualTo(permission(Administration.EDIT_ACTIVE));
    assertThat(refusal(() -> house.people.change(ann, root, roles("user"))))
        .isEqualTo(permission(Administration.EDIT_USERS));
    assertThat(refusal(() -> house.people.change(ann, house.ann.id(), roles("admin"))))
        .isEqualTo(permission(Administration.ASSIGN_ROLES));
    assertThat(refusal(() -> house.people.setRole(ann, house.ann.id(), "admin", true)))
        .isEqualTo(permission(Administration.ASSIGN_ROLES));
  }

  @Test
  void nobodyClimbsByWhatTheyWereGiven() {
    house.accounts.grant("user", Administration.CREATE_USERS);
    house.accounts.grant("user", Administration.ASSIGN_ROLES);
    house.accounts.grant("user", Administration.EDIT_USERS);
    house.accounts.grant("user", Administration.EDIT_PASSWORDS);
    Caller ann = house.as(house.ann);
    Refusal needed = permission(Administration.ASSIGN_ADMIN);
    PersonChange password = password("taken over");
    assertThat(refusal(() -> house.people.add(ann, draft("bob", "admin")))).isEqualTo(needed);
    assertThat(refusal(() -> house.people.setRole(ann, house.ann.id(), "admin", true)))
        .isEqualTo(needed);
    assertThat(refusal(() -> house.people.change(ann, house.root.id(), password)))
        .isEqualTo(needed);
    // who says what roles may is an administrator by another name
    house.accounts.grant("bot", Administration.ACCESS_PERMISSIONS);
    assertThat(refusal(() -> house.people.setRole(ann, house.ann.id(), "bot", true)))
        .isEqualTo(needed);
    assertThat(refusal(() -> house.people.change(ann, house.ann.id(), roles("user", "bot"))))
        .isEqualTo(needed);
    assertThat(refusal(() -> house.people.add(ann, draft("bob", "bot")))).isEqualTo(needed);
  }

  @Test
  void lastAdministratorStays() {
    Caller root = house.as(house.root);
    String id = house.root.id();
    assertThat(refusal(() -> house.people.delete(root, id))).isInstanceOf(Refusal.Conflict.class);
    assertThat(refusal(() -> house.people.setActive(root, id, false)))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(refusal(() -> house.people.setRole(root, id, "admin", false)))
        .isInstanceOf(Refusal.Conflict.class);
    house.people.setRole(root, house.ann.id(), "admin", true);
    house.people.setRole(root, id, "admin", false);
    assertThat(house.people.get(root, id).roles()).containsExactly("user");
  }

  @Test
  void deletedAccountCannotCallAndItsNameIsFree() {
    String token =
        house.tokens.issue(house.ann, "", java.time.Duration.ofDays(1), Set.of("*")).token();
    house.people.delete(house.as(house.root), house.ann.id());
    assertThat(refusal(() -> house.tokens.caller(token, "here")))
        .isInstanceOf(Refusal.Unauthenticated.class);
    assertThat(house.accounts.find(house.ann.id())).isEmpty();
    Account other = house.people.add(house.as(house.root), draft("ann")).account();
    assertThat(other.id()).isNotEqualTo(house.ann.id());
    Map<String, Account> known =
        house
            .database
            .jdbi()
            .withHandle(handle -> house.accounts.find(handle, List.of(house.ann.id())));
    assertThat(known.get(house.ann.id())).isEqualTo(withoutActive(house.ann));
  }

  private static Account withoutActive(Account a) {
    return new Account(
        a.id(), a.organisation(), a.username(), a.name(), a.email(), a.department(), false);
  }

  @Test
  void registrationIsForAllWhenItIsAllowedAndGivesNoPower() {
    assertThat(refusal(() -> house.people.register(Accounts.MAIN, draft("new"), "here")))
        .isEqualTo(permission("register"));
    house.preferences.set(house.as(house.root), Preference.REGISTRATION, "Public");
    Person added = house.people.register(Accounts.MAIN, draft("new", "admin"), "here");
    assertThat(added.roles()).containsExactly("user");
    assertThat(house.audited()).endsWith("account.registered account:" + added.account().id());
  }

  @Test
  void preferencesHaveTypesAndCountAtOnce() {
    Caller root = house.as(house.root);
    assertThat(refusal(() -> house.preferences.set(root, Preference.LONGEST_MESSAGE, "-1")))
        .isEqualTo(new Refusal.Invalid("Message_MaxAllowedSize", "-1", "a whole number"));
    assertThat(refusal(() -> house.preferences.set(root, Preference.REGISTRATION, "Perhaps")))
        .isEqualTo(
            new Refusal.Invalid("Accounts_RegistrationForm", "Perhaps", "Public or Disabled"));
    assertThat(
            refusal(() -> house.preferences.set(house.as(house.ann), Preference.EDITING, "false")))
        .isEqualTo(permission(Administration.EDIT_SETTINGS));
    house.preferences.set(root, Preference.EDITING, "false");
    assertThat(house.preferences.truth(Accounts.MAIN, Preference.EDITING)).isFalse();
    assertThat(house.preferences.get(house.as(house.ann), Preference.EDITING)).isEqualTo(false);
    assertThat(refusal(() -> house.preferences.get(house.as(house.ann), Preference.RATE_LIMIT)))
        .isEqualTo(permission(Administration.VIEW_SETTINGS));
    assertThat(house.audited()).containsExactly("preference.set preference:Message_AllowEditing");
  }

  @Test
  void rightsAreSetAllOrNone() {
    Caller root = house.as(house.root);
    Map<String, Set<String>> half =
        Map.of(Administration.CREATE_USERS, Set.of("user"), "no-such-thing", Set.of("user"));
    assertThat(refusal(() -> house.rights.set(root, half))).isInstanceOf(Refusal.Invalid.class);
    assertThat(house.as(house.ann).may(Administration.CREATE_USERS)).isFalse();
    house.rights.set(root, Map.of(Administration.CREATE_USERS, Set.of("user")));
    assertThat(house.as(house.ann).may(Administration.CREATE_USERS)).isTrue();
    assertThat(house.as(house.root).may(Administration.CREATE_USERS)).isTrue();
    assertThat(house.rights.permissions().get(Administration.CREATE_USERS)).containsExactly("user");
    assertThat(refusal(() -> house.rights.set(house.as(house.ann), Map.of())))
        .isEqualTo(permission(Administration.ACCESS_PERMISSIONS));
  }

  @Test
  void otherOrganisationsDecideNothingAboutRoles() {
    Caller other = new Caller.Operator("other");
    assertThat(refusal(() -> house.rights.set(other, Map.of())))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.ORGANISATION, "main"));
  }

  /** Two who saw the same password for one time: the one who is later has lost. */
  @Test
  void aPasswordForOneTimeIsExchangedOnce() {
    Caller.Person ann = house.as(house.ann);
    house.logIns.resetPassword(house.as(house.root), house.ann.id());
    Proven proven = house.accounts.proven(house.ann.id()).orElseThrow();
    house.logIns.setFirstPassword(ann, proven, "velvet anchor 91 moss");
    assertThat(refusal(() -> house.logIns.setFirstPassword(ann, proven, "velvet anchor 92 moss")))
        .isInstanceOf(Refusal.Unauthenticated.class);
    assertThat(house.accounts.logIn(Accounts.MAIN, "ann", "velvet anchor 91 moss", "here"))
        .isEqualTo(house.ann);
  }

  @Test
  void namedTokensOutliveLogInsAndEndByName() {
    Caller.Person ann = house.as(house.ann);
    String text = house.personalTokens.make(ann, "ci", true);
    house.clock.tick(java.time.Duration.ofDays(3650));
    assertThat(house.tokens.caller(text, "here").key()).isEqualTo(ann.key());
    assertThat(house.personalTokens.list(ann))
        .extracting(Tokens.Named::name, Tokens.Named::lastPart)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ci", text.substring(text.length() - 6)));
    assertThat(refusal(() -> house.personalTokens.make(ann, "ci", false)))
        .isInstanceOf(Refusal.Conflict.class);
    house.personalTokens.end(ann, "ci");
    assertThat(refusal(() -> house.tokens.caller(text, "here")))
        .isInstanceOf(Refusal.Unauthenticated.class);
    assertThat(refusal(() -> house.personalTokens.end(ann, "ci")))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.TOKEN, "ci"));
  }

  @Test
  void limitedTokenOfAnAdministratorManagesNothing() {
    Caller.Person limited = house.accounts.caller(house.root, Set.of("chat:read"), "here");
    Refusal scope = new Refusal.Forbidden(Refusal.Right.SCOPE, People.MANAGE);
    assertThat(refusal(() -> house.people.add(limited, draft("bob")))).isEqualTo(scope);
    assertThat(refusal(() -> house.people.delete(limited, house.ann.id()))).isEqualTo(scope);
    assertThat(refusal(() -> house.people.setRole(limited, house.ann.id(), "admin", true)))
        .isEqualTo(scope);
    assertThat(refusal(() -> house.people.change(limited, house.ann.id(), roles("admin"))))
        .isEqualTo(scope);
    Caller.Person manager = house.accounts.caller(house.root, Set.of(People.MANAGE), "here");
    assertThat(
            refusal(
                () -> house.people.change(manager, house.root.id(), password("mine from now on"))))
        .as("a password opens more than this token does")
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.SCOPE, "*"));
    assertThat(refusal(() -> house.rights.set(limited, Map.of()))).isEqualTo(scope);
    assertThat(refusal(() -> house.preferences.set(limited, Preference.EDITING, "false")))
        .isEqualTo(scope);
    assertThat(refusal(() -> house.people.get(limited, house.ann.id())))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.SCOPE, People.READ));
    assertThat(refusal(() -> house.personalTokens.make(limited, "more", false)))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.SCOPE, "*"));
  }
}
