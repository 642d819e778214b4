package io.roomledger.console;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Department;
import io.roomledger.identity.IssuedTokens;
import io.roomledger.identity.SecondFactors;
import io.roomledger.people.Person;
import io.roomledger.people.PersonChange;
import io.roomledger.people.PersonDraft;
import io.roomledger.people.RoleBook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One person: who they are, what they may, and by what they are logged in. */
final class PersonPages {
  private static final int TOKENS = 50;

  private final Gate gate;
  private final Pages pages;
  private final Console.Entry entry;
  private final Console.Keeping doors;

  PersonPages(Gate gate, Pages pages, Console.Entry entry, Console.Keeping doors) {
    this.gate = gate;
    this.pages = pages;
    this.entry = entry;
    this.doors = doors;
  }

  /**
   * By what a person logs in beside the password.
   *
   * @param factor what is asked for with it
   * @param issuers who else vouches for them
   * @param elsewhere whether anybody else vouches for people
   */
  record Means(SecondFactors.State factor, List<String> issuers, boolean elsewhere) {}

  /**
   * A person.
   *
   * @param departments where they belong
   * @param means by what they log in beside their password
   * @param tokens by which programs act in their name
   * @param roles those that can be given
   * @param oneTime a password that was made just now, shown only now
   */
  record Shown(
      Person person,
      List<Department> departments,
      Means means,
      List<IssuedTokens.Issued> tokens,
      List<RoleBook.Entry> roles,
      Optional<String> oneTime) {
    boolean self(Visit visit) {
      return person.account().id().equals(visit.caller().account().id());
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.post("/people", this::add),
        gate.page("/people/{account}", visit -> page(visit, account(visit), Optional.empty())),
        gate.post("/people/{account}", this::change),
        gate.post("/people/{account}/password", this::resetPassword),
        gate.post("/people/{account}/second-factor", this::resetFactor),
        gate.post("/people/{account}/openid", this::endOpenId),
        gate.post("/people/{account}/log-ins", this::endLogIns),
        gate.post("/people/{account}/delete", this::delete));
  }

  private static String account(Visit visit) {
    return visit.call().pathParameter("account");
  }

  private Answer page(Visit visit, String account, Optional<String> oneTime) {
    visit.caller().needPermission(Administration.VIEW_FULL_USERS);
    Person person = doors.people().get(visit.caller(), account);
    Map<String, List<Department>> departments = doors.groups().of(visit.caller(), List.of(account));
    List<IssuedTokens.Issued> tokens =
        visit.may(Administration.EDIT_ACTIVE)
            ? doors
                .safety()
                .issued()
                .list(visit.caller(), Optional.of(account), Optional.empty(), TOKENS)
                .items()
            : List.of();
    List<RoleBook.Entry> roles =
        visit.may(Administration.ASSIGN_ROLES) && visit.may(Administration.ACCESS_PERMISSIONS)
            ? doors.safety().roles().list(visit.caller()).stream()
                .filter(role -> !role.inRoom())
                .toList()
            : List.of();
    return pages.page(
        visit,
        "person",
        new Shown(
            person,
            departments.getOrDefault(account, List.of()),
            means(account),
            tokens,
            roles,
            oneTime));
  }

  private Means means(String account) {
    return new Means(
        entry.accounts().secondFactors().of(account),
        entry.elsewhere().map(it -> it.people().issuers(account)).orElse(List.of()),
        entry.elsewhere().isPresent());
  }

  private Answer add(Visit visit) {
    Set<String> roles = visit.field("admin").isEmpty() ? Set.of("user") : Set.of("admin", "user");
    var invited =
        doors
            .safety()
            .logIns()
            .invite(
                visit.caller(),
                doors.people(),
                new PersonDraft(
                    visit.field("username"), visit.field("name"), visit.field("email"), "", roles));
    return page(visit, invited.person().account().id(), Optional.of(invited.password()));
  }

  private Answer change(Visit visit) {
    Person before = doors.people().get(visit.caller(), account(visit));
    Set<String> roles = new TreeSet<>(visit.form().getOrDefault("role", List.of()));
    boolean givesRoles = !visit.field("roles").isEmpty() && !roles.equals(before.roles());
    if (givesRoles && roles.isEmpty()) {
      throw new RefusedException(
          new Refusal.Invalid("roles", "none", "at least one role, such as user"));
    }
    Person _ =
        doors
            .people()
            .change(
                visit.caller(),
                account(visit),
                new PersonChange(
                    changed(visit, "username", before.account().username()),
                    changed(visit, "name", before.account().name()),
                    changed(visit, "email", before.account().email().orElse("")),
                    Optional.empty(),
                    givesRoles ? Optional.of(roles) : Optional.empty()));
    return Pages.redirect(visit, "/people/" + account(visit) + "?said=chosen");
  }

  private static Optional<String> changed(Visit visit, String field, String before) {
    return Optional.of(visit.field(field)).filter(text -> !text.equals(before));
  }

  private Answer resetPassword(Visit visit) {
    String oneTime = doors.safety().logIns().resetPassword(visit.caller(), account(visit));
    return page(visit, account(visit), Optional.of(oneTime));
  }

  private Answer resetFactor(Visit visit) {
    doors.safety().logIns().resetSecondFactor(visit.caller(), account(visit));
    return Pages.redirect(visit, "/people/" + account(visit) + "?said=factorEnded");
  }

  private Answer endOpenId(Visit visit) {
    doors.safety().logIns().endOpenId(visit.caller(), account(visit));
    return Pages.redirect(visit, "/people/" + account(visit) + "?said=openIdEnded");
  }

  private Answer endLogIns(Visit visit) {
    doors.safety().logIns().endAll(visit.caller(), account(visit));
    return Pages.redirect(visit, "/people/" + account(visit) + "?said=logInsEnded");
  }

  private Answer delete(Visit visit) {
    doors.people().delete(visit.caller(), account(visit));
    return Pages.redirect(visit, "/people?said=deleted");
  }
}
