package io.roomledger.console;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Choices;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where a person chooses language, time zone, and light or dark. */
final class ChoicePages {
  private static final Duration KEPT = Duration.ofDays(365);

  private final Gate gate;
  private final Pages pages;
  private final Choices choices;

  ChoicePages(Gate gate, Pages pages, Choices choices) {
    this.gate = gate;
    this.pages = pages;
    this.choices = choices;
  }

  /**
   * What can be chosen.
   *
   * @param zones the names of all time zones
   * @param now the time now
   */
  record Offer(List<String> zones, Instant now) {
    /** What people call a zone. */
    static String called(Visit visit, ZoneId zone) {
      return zone.getDisplayName(TextStyle.FULL, visit.manners().words().locale());
    }
  }

  List<Endpoint> endpoints() {
    return List.of(gate.page("/settings", this::page), gate.post("/settings", this::choose));
  }

  private Answer page(Visit visit) {
    List<String> zones =
        Stream.concat(
                Stream.of("UTC"),
                ZoneId.getAvailableZoneIds().stream()
                    .filter(id -> id.contains("/"))
                    .filter(id -> !id.startsWith("Etc/") && !id.startsWith("SystemV/"))
                    .sorted())
            .toList();
    return pages.page(visit, "settings", new Offer(zones, Instant.now()));
  }

  private Answer choose(Visit visit) {
    String language = one(visit, Manners.LANGUAGE, Set.of("", "en", "zh"));
    String theme = one(visit, Manners.THEME, Set.of("", "light", "dark"));
    String zone = visit.field(Manners.ZONE);
    if (!zone.isEmpty() && Manners.zone(zone).isEmpty()) {
      throw new RefusedException(
          new Refusal.Invalid(Manners.ZONE, zone, "the name of a time zone, such as Asia/Tokyo"));
    }
    choices.set(visit.caller(), Manners.LANGUAGE, language);
    choices.set(visit.caller(), Manners.THEME, theme);
    choices.set(visit.caller(), Manners.ZONE, zone);
    return Pages.redirect(visit, "/settings?said=chosen")
        .with(
            "Set-Cookie",
            Manners.LOOK
                + "="
                + language
                + "."
                + theme
                + "; Path=/; SameSite=Lax; HttpOnly; Max-Age="
                + KEPT.toSeconds()
                + (Gate.secure(visit.call()) ? "; Secure" : ""));
  }

  private static String one(Visit visit, String name, Set<String> known) {
    String value = visit.field(name);
    if (!known.contains(value)) {
      throw new RefusedException(new Refusal.Invalid(name, value, "one of " + known));
    }
    return value;
  }
}
