package io.roomledger.console;

import io.roomledger.base.Ids;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.App;
import io.roomledger.identity.AppChange;
import io.roomledger.identity.Apps;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Apps: programs that call, with scopes, and secrets that are shown once. */
final class AppPages {
  private final Gate gate;
  private final Pages pages;
  private final Console.Keeping doors;

  AppPages(Gate gate, Pages pages, Console.Keeping doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
  }

  /**
   * All apps.
   *
   * @param secret the secret of one that was just made or got another, shown only now
   */
  record Listing(List<App> apps, Optional<Secret> secret) {
    static List<String> scopes(App app) {
      return List.copyOf(new TreeSet<>(app.scopes()));
    }
  }

  /** The secret of an app. */
  record Secret(String app, String text) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/apps", visit -> page(visit, Optional.empty())),
        gate.post("/apps", this::add),
        gate.post("/apps/{app}/scopes", this::setScopes),
        gate.post("/apps/{app}/secret", this::renew),
        gate.post("/apps/{app}/active", this::setActive));
  }

  private Answer page(Visit visit, Optional<Secret> secret) {
    return pages.page(visit, "apps", new Listing(doors.apps().list(visit.caller()), secret));
  }

  private Answer add(Visit visit) {
    String secret = Apps.randomSecret();
    String id = "cli_" + Ids.random();
    doors
        .apps()
        .add(
            visit.caller(),
            new App(id, visit.caller().organisation(), visit.field("name"), scopes(visit), true),
            secret);
    return page(visit, Optional.of(new Secret(id, secret)));
  }

  private static Set<String> scopes(Visit visit) {
    return Arrays.stream(visit.field("scopes").split("[\\s,]+", -1))
        .filter(scope -> !scope.isEmpty())
        .collect(Collectors.toSet());
  }

  private Answer setScopes(Visit visit) {
    doors
        .apps()
        .change(
            visit.caller(),
            visit.call().pathParameter("app"),
            new AppChange(
                Optional.of(scopes(visit)), Optional.empty(), Optional.empty(), Optional.empty()));
    return Pages.redirect(visit, "/apps?said=chosen");
  }

  private Answer renew(Visit visit) {
    String id = visit.call().pathParameter("app");
    String secret = Apps.randomSecret();
    doors
        .apps()
        .change(
            visit.caller(),
            id,
            new AppChange(
                Optional.empty(), Optional.empty(), Optional.of(secret), Optional.empty()));
    return page(visit, Optional.of(new Secret(id, secret)));
  }

  private Answer setActive(Visit visit) {
    boolean active = visit.field("active").equals("true");
    doors
        .apps()
        .change(
            visit.caller(),
            visit.call().pathParameter("app"),
            new AppChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(active)));
    return Pages.redirect(visit, "/apps?said=" + (active ? "switchedOn" : "switchedOff"));
  }
}
