package io.roomledger.intake.recordings;

import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.intake.Problem;
import io.roomledger.intake.UnreadableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** What recorders say of the meetings in a folder, each read once, and whom they mean by names. */
final class Meetings {
  private final Accounts accounts;
  private final String organisation;
  private final BiConsumer<String, Problem> broken;
  private final BiConsumer<String, Problem> noted;
  private final Map<Path, Meeting> meetings = new HashMap<>();
  private final Map<Path, Set<String>> people = new HashMap<>();

  /**
   * Of an organisation.
   *
   * @param broken hears which file cannot be used, and why
   * @param noted hears who is not known
   */
  Meetings(
      Accounts accounts,
      String organisation,
      BiConsumer<String, Problem> broken,
      BiConsumer<String, Problem> noted) {
    this.accounts = accounts;
    this.organisation = organisation;
    this.broken = broken;
    this.noted = noted;
  }

  /** The meeting that a film shows; nothing is known of it where nobody says anything usable. */
  Meeting of(Found file) {
    return file.meeting()
        .map(folder -> meetings.computeIfAbsent(folder.path(), path -> read(folder)))
        .orElse(Meeting.UNKNOWN);
  }

  private Meeting read(MeetingFolder folder) {
    try {
      return folder.read();
    } catch (UnreadableException unreadable) {
      broken.accept(folder.metadataSource(), Problems.words(unreadable));
      return Meeting.UNKNOWN;
    }
  }

  /** The accounts of those who were there and have one. */
  Set<String> people(Found file) {
    return file.meeting()
        .map(folder ->
            people.computeIfAbsent(
                folder.path(), path -> match(folder.metadataSource(), of(file).people())))
        .orElse(Set.of());
  }

  private Set<String> match(String source, List<Meeting.Person> present) {
    Set<String> known = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (Meeting.Person person : present) {
      account(person)
          .ifPresentOrElse(account -> known.add(account.id()), () -> unknown.add(person.shown()));
    }
    if (!unknown.isEmpty()) {
      noted.accept(source, Problem.of("no account of theirs: %s", String.join(", ", unknown)));
    }
    return known;
  }

  private Optional<Account> account(Meeting.Person person) {
    return found(person.email(), email -> accounts.findByEmail(organisation, email))
        .or(() -> byUsername(person.username()))
        .or(() -> byUsername(person.name()));
  }

  private Optional<Account> byUsername(String name) {
    return found(name, username -> accounts.findByUsername(organisation, username));
  }

  private static Optional<Account> found(
      String name, java.util.function.Function<String, Optional<Account>> finder) {
    return name.isBlank() ? Optional.empty() : finder.apply(name.strip());
  }
}
