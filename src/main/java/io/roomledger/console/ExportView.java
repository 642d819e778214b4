package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An export as pages show it.
 *
 * @param job the export
 * @param mine whether whoever looks ordered it, and so may have the file
 * @param what what it is about, in words
 * @param who the name of whoever ordered it
 */
record ExportView(ExportJob job, boolean mine, String what, String who) {

  long id() {
    return job.id();
  }

  String address() {
    return "/exports/" + id();
  }

  /** Where it stands, in a word that names what is said and how it looks. */
  String state() {
    return job.state();
  }

  boolean ended() {
    return job.ended();
  }

  /** Whether there is a file to fetch. */
  boolean fetchable() {
    return mine && job.result().isPresent() && job.expiredAt().isEmpty();
  }

  /** Whether it can be ordered again with changes, at the panel. */
  boolean changeable() {
    return OrderKind.ofRecipe(job.order().recipe()).isPresent();
  }

  /** Whether it can be ordered again as it was. */
  boolean repeatable() {
    return mine && ended();
  }

  /** Whether its file is a package whose manifest can be read without a key. */
  boolean readable() {
    return job.order().fileName().endsWith(".zip")
        && job.order().handling().encryption() instanceof ExportOrder.Encryption.None;
  }

  long done() {
    return job.done();
  }

  long total() {
    return Math.max(job.total(), 0);
  }

  boolean measured() {
    return job.total() > 0;
  }

  /** How many rows a second; empty while that is not known. */
  String rate(Visit visit) {
    long rate = Math.round(job.rate());
    return rate > 0 ? visit.say("export.rate", visit.manners().number(rate)) : "";
  }

  int percent() {
    return measured() ? Math.clamp(100 * done() / total(), 0, 100) : 0;
  }

  /** The format, such as {@code html}, from the recipe's name. */
  String format() {
    List<String> parts = List.of(job.order().recipe().split("\\.", -1));
    return parts.stream()
        .skip(1)
        .filter(part -> !part.equals("zip"))
        .findFirst()
        .orElse(parts.getFirst());
  }

  /** The stretch of time in words. */
  String period(Visit visit) {
    Period period = job.order().period();
    if (period.equals(Period.ALWAYS)) {
      return visit.say("export.always");
    }
    Manners manners = visit.manners();
    return visit.say("export.fromTo", manners.moment(period.from()), manners.moment(period.to()));
  }

  /** Values of a filter, in words where there are some. */
  static String said(Visit visit, String filter, List<String> values) {
    return values.stream()
        .limit(50)
        .map(value -> visit.manners().words().sayOr("order." + filter + "." + value, value))
        .collect(Collectors.joining(", "));
  }

  Map<String, List<String>> selection() {
    Selection selection = job.order().selection();
    return selection.values();
  }
}
