package io.roomledger.console;

import io.roomledger.checkup.Checkup;
import io.roomledger.checkup.Finding;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import java.util.List;
import java.util.Optional;

/** How the server is, and what to do where it is not well. */
final class HealthPages {
  private final Gate gate;
  private final Pages pages;
  private final Checkup checkup;

  HealthPages(Gate gate, Pages pages, Checkup checkup) {
    this.gate = gate;
    this.pages = pages;
    this.checkup = checkup;
  }

  /** What was found, what wants somebody first. */
  record Found(List<Finding> findings) {
    boolean well() {
      return findings.stream().allMatch(it -> it.state() == Finding.State.WELL);
    }

    /** How many want somebody. */
    long wanting() {
      return findings.stream().filter(it -> it.state() != Finding.State.WELL).count();
    }

    /** What a state looks like. */
    static String style(Finding finding) {
      return switch (finding.state()) {
        case WELL -> "on";
        case WATCH -> "in-progress";
        case ILL -> "failed";
        case UNKNOWN -> "";
      };
    }

    /** The page on which more is told, if there is one. */
    static Optional<String> address(Finding finding) {
      return switch (finding.what()) {
        case "webhooks" -> Optional.of("/webhooks");
        case "audit" -> Optional.of("/audit");
        case "films" -> Optional.of("/films");
        default -> Optional.empty();
      };
    }
  }

  List<Endpoint> endpoints() {
    return List.of(gate.page("/administration/health", this::page));
  }

  private Answer page(Visit visit) {
    return pages.page(visit, "health", new Found(checkup.look(visit.caller())));
  }
}
