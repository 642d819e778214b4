package io.roomledger.booking;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Where it is added up how rooms were used: by room, by hour of the week, by day. */
final class UtilisationBoard {
  private final Slots slots;
  private final long now;
  private final List<UtilisationRows.Window> windows;
  private final List<Figures> rooms = new ArrayList<>();
  private final List<Figures> cells = new ArrayList<>();
  private final NavigableMap<LocalDate, Figures> days = new TreeMap<>();

  /** Of each slot that of its day. */
  private final List<Figures> daysOfSlots = new ArrayList<>();

  /**
   * Nothing added up yet, but when the rooms could be had.
   *
   * @param now in milliseconds since 1970; what comes later is still to come
   */
  UtilisationBoard(Slots slots, List<UtilisationRows.Place> places, long now) {
    this.slots = slots;
    this.now = now;
    this.windows = places.stream().map(UtilisationRows.Place::window).toList();
    places.forEach(any -> rooms.add(new Figures()));
    for (int cell = 0; cell < Slots.cell(8, 0); cell++) {
      cells.add(new Figures());
    }
    for (int slot = 0; slot < slots.size(); slot++) {
      daysOfSlots.add(days.computeIfAbsent(slots.day(slot), any -> new Figures()));
    }
    open();
  }

  /** Of the room of that number. */
  Figures room(int place) {
    return rooms.get(place);
  }

  List<Figures> cells() {
    return cells;
  }

  NavigableMap<LocalDate, Figures> days() {
    return days;
  }

  /** Most rooms are there all the time, so what is the same for many is reckoned once. */
  private void open() {
    Map<UtilisationRows.Window, List<Figures>> same = new HashMap<>();
    for (int place = 0; place < windows.size(); place++) {
      same.computeIfAbsent(cut(windows.get(place)), any -> new ArrayList<>()).add(room(place));
    }
    same.forEach((window, alike) -> {
      long all = 0;
      for (int slot = 0; slot < slots.size(); slot++) {
        long share = slots.open(slot) ? window.share(slots.start(slot), slots.end(slot)) : 0;
        all += share;
        cells.get(slots.cell(slot)).open(share * alike.size());
        daysOfSlots.get(slot).open(share * alike.size());
      }
      long each = all;
      alike.forEach(figures -> figures.open(each));
    });
  }

  /** Without what lies outside the period, so that it does not tell rooms apart. */
  private UtilisationRows.Window cut(UtilisationRows.Window window) {
    long from = slots.from();
    long to = slots.to();
    boolean closed = window.closedFrom() < to && window.closedTo() > from;
    return new UtilisationRows.Window(
        Math.max(from, window.since()),
        Math.min(to, window.gone()),
        closed ? window.closedFrom() : Long.MAX_VALUE,
        closed ? window.closedTo() : Long.MAX_VALUE);
  }

  /** Adds a reservation: the pieces of its time, each with one fate, and that it began. */
  void add(UtilisationRows.Judged it) {
    Fate fate = it.ruling().at(it.from(), now);
    switch (fate) {
      case USED, UNCHECKED, NO_SHOW -> {
        time(it.place(), fate, it.from(), Math.min(it.held(), now));
        time(it.place(), Fate.PENDING, Math.max(it.from(), now), it.held());
      }
      case PENDING, AWAITING -> time(it.place(), fate, it.from(), it.held());
      default -> {}
    }
    switch (fate) {
      case AWAITING, DECLINED -> {}
      case NO_SHOW -> time(it.place(), Fate.RECOVERED, it.held(), it.to());
      case CANCELLED -> time(it.place(), Fate.CANCELLED, it.held(), it.to());
      default -> time(it.place(), Fate.ENDED_EARLY, it.held(), it.to());
    }
    begun(it, fate);
  }

  /** Adds a piece of time, cut along the slots. */
  private void time(int place, Fate fate, long from, long to) {
    long last = Math.min(to, slots.to());
    long at = Math.max(from, slots.from());
    if (at >= last) {
      return;
    }
    for (int slot = slots.at(at); at < last; slot++) {
      long end = Math.min(last, slots.end(slot));
      long inside = slots.open(slot) ? windows.get(place).share(at, end) : 0;
      long beyond = end - at - inside;
      room(place).add(fate, inside, beyond);
      cells.get(slots.cell(slot)).add(fate, inside, beyond);
      daysOfSlots.get(slot).add(fate, inside, beyond);
      at = end;
    }
  }

  /** Counts it where it begins, if that is in the period. */
  private void begun(UtilisationRows.Judged it, Fate fate) {
    if (it.from() < slots.from() || it.from() >= slots.to()) {
      return;
    }
    int slot = slots.at(it.from());
    boolean early = (fate == Fate.USED || fate == Fate.UNCHECKED) && it.held() < it.to();
    room(it.place()).count(fate, early);
    cells.get(slots.cell(slot)).count(fate, early);
    daysOfSlots.get(slot).count(fate, early);
  }
}
