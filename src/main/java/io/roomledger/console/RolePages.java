package io.roomledger.console;

import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.people.RoleBook;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Roles: what whoever has them may, in words. */
final class RolePages {
  private final Gate gate;
  private final Pages pages;
  private final RoleBook roles;

  RolePages(Gate gate, Pages pages, RoleBook roles) {
    this.gate = gate;
    this.pages = pages;
    this.roles = roles;
  }

  /** All roles. */
  record Listing(List<RoleBook.Entry> roles) {}

  /** One role, and all that roles can carry. */
  record Shown(RoleBook.Entry role, SortedSet<String> permissions) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.page(
            "/roles", visit -> pages.page(visit, "roles", new Listing(roles.list(visit.caller())))),
        gate.post("/roles", this::add),
        gate.page("/roles/{role}", this::page),
        gate.post("/roles/{role}", this::change),
        gate.post("/roles/{role}/delete", this::delete));
  }

  /** What a role is for: in the reader's words if it is the server's own. */
  static String described(Visit visit, RoleBook.Entry role) {
    return role.described().isEmpty()
        ? visit.manners().words().sayOr("role." + role.name(), "")
        : role.described();
  }

  /** What a permission lets people do. */
  static String means(Visit visit, String permission) {
    return visit.manners().words().sayOr("may." + permission, permission);
  }

  private static String role(Visit visit) {
    return visit.call().pathParameter("role");
  }

  private Answer page(Visit visit) {
    return pages.page(
        visit,
        "role",
        new Shown(roles.get(visit.caller(), role(visit)), roles.permissions(visit.caller())));
  }

  private Answer add(Visit visit) {
    roles.add(visit.caller(), visit.field("name"), visit.field("described"));
    return Pages.redirect(visit, "/roles/" + visit.field("name") + "?said=added");
  }

  private Answer change(Visit visit) {
    Set<String> wished = new TreeSet<>(visit.form().getOrDefault("may", List.of()));
    roles.change(
        visit.caller(),
        role(visit),
        visit.field("described"),
        !visit.field("factor").isEmpty(),
        wished);
    return Pages.redirect(visit, "/roles/" + role(visit) + "?said=chosen");
  }

  private Answer delete(Visit visit) {
    roles.delete(visit.caller(), role(visit));
    return Pages.redirect(visit, "/roles?said=deleted");
  }
}
