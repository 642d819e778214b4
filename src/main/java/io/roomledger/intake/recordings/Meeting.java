package io.roomledger.intake.recordings;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a recorder says of a meeting.
 *
 * @param title what people called it
 * @param time when it was
 * @param people who was there
 */
record Meeting(Optional<String> title, Optional<Time> time, List<Person> people) {
  /** Of which nothing is known. */
  static final Meeting UNKNOWN = new Meeting(Optional.empty(), Optional.empty(), List.of());

  private static final int MOST_PEOPLE = 1000;

  Meeting {
    title = title.filter(name -> !name.isBlank()).map(Found::title);
    people = people.stream().filter(Person::named).distinct().limit(MOST_PEOPLE).toList();
  }

  /**
   * When a meeting was.
   *
   * @param start when it began
   * @param end when it ended, not before that
   */
  record Time(Instant start, Instant end) {}

  /**
   * Somebody who was there; what is not known of them is empty.
   *
   * @param name the name for people
   * @param username the name with which they log in
   * @param email their address
   */
  record Person(String name, String username, String email) {
    boolean named() {
      return !(name + username + email).isBlank();
    }

    /** How they are told of. */
    String shown() {
      String best = !name.isBlank() ? name : !username.isBlank() ? username : email;
      return Found.title(best);
    }
  }
}
