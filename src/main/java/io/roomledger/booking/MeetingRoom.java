package io.roomledger.booking;

import io.roomledger.base.Period;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A room that can be reserved.
 *
 * @param id its id
 * @param level the level it hangs in
 * @param label what is told of it
 * @param rules what those who want it must do
 * @param closing while it cannot be had, if somebody closed it
 */
public record MeetingRoom(
    UUID id, UUID level, Label label, Rules rules, Optional<Closing> closing) {

  /** A room of which no more is told, and which is open. */
  public MeetingRoom(
      UUID id, UUID level, String name, int capacity, String displayId, Rules rules) {
    this(id, level, Label.of(name, capacity, displayId), rules, Optional.empty());
  }

  /**
   * What is told of a room.
   *
   * @param name the name for people, unique in its level, at most 200 characters
   * @param capacity how many people it holds; 0 if that is not known
   * @param displayId a short id for signs, unique in the organisation
   * @param description a text for people, at most 2,000 characters
   * @param customId the organisation's own id for it, unique there
   * @param devices what stands in it, such as {@code Whiteboard}; at most 100
   */
  public record Label(
      String name,
      int capacity,
      String displayId,
      String description,
      Optional<String> customId,
      List<String> devices) {
    public Label {
      devices = List.copyOf(devices);
    }

    /** A name and no more. */
    public static Label of(String name, int capacity, String displayId) {
      return new Label(name, capacity, displayId, "", Optional.empty(), List.of());
    }
  }

  /**
   * What those who want a room must do for it.
   *
   * @param needsApproval whether somebody must agree
   * @param checkIn whether they must say that they came
   */
  public record Rules(boolean needsApproval, CheckInPolicy checkIn) {
    /** Free for all, and nobody need check in. */
    public static final Rules FREE = new Rules(false, CheckInPolicy.NO_DEVICE);
  }

  /**
   * While a room cannot be had. It opens by itself when that time is over.
   *
   * @param from since when
   * @param to until when; empty if for good
   * @param reason why, for people, at most 2,000 characters
   * @param contacts the accounts to ask, at most 100
   * @param tellReservers whether those who reserved it for then want to be told
   * @param tellContacts whether the contacts want to be told when it opens again
   */
  public record Closing(
      Instant from,
      Optional<Instant> to,
      String reason,
      List<String> contacts,
      boolean tellReservers,
      boolean tellContacts) {
    public Closing {
      contacts = List.copyOf(contacts);
    }

    /** From then on, for good. */
    public static Closing since(Instant from, String reason) {
      return new Closing(from, Optional.empty(), reason, List.of(), false, false);
    }

    /** Whether it is closed at that moment. */
    public boolean covers(Instant at) {
      return !at.isBefore(from) && to.map(at::isBefore).orElse(true);
    }

    /** Whether it is closed at any time of {@code period}. */
    public boolean meets(Period period) {
      return from.isBefore(period.to()) && to.map(period.from()::isBefore).orElse(true);
    }
  }

  /** What it is called. */
  public String name() {
    return label.name();
  }

  /** How many people it holds; 0 if that is not known. */
  public int capacity() {
    return label.capacity();
  }

  /** Its short id for signs. */
  public String displayId() {
    return label.displayId();
  }

  /** Whether it is closed at that moment. */
  public boolean closedAt(Instant at) {
    return closing.filter(closed -> closed.covers(at)).isPresent();
  }

  /** A new room that is free for all, with a display id of its own. */
  public static MeetingRoom in(UUID level, String name, int capacity) {
    UUID id = UUID.randomUUID();
    return new MeetingRoom(id, level, name, capacity, displayId(id), Rules.FREE);
  }

  /** Two letters and twelve digits, from the id. */
  public static String displayId(UUID id) {
    long digits =
        Math.floorMod(
            id.getMostSignificantBits() ^ id.getLeastSignificantBits(), 1_000_000_000_000L);
    return String.format("RL%012d", digits);
  }
}
