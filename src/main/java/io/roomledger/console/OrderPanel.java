package io.roomledger.console;

import io.roomledger.delivery.Webhook;
import io.roomledger.export.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The panel as it is shown.
 *
 * @param form what is filled in
 * @param offer what can be chosen
 * @param picks what was picked by name, and what can be
 * @param look what would come of it
 */
record OrderPanel(OrderForm form, Offer offer, Picks picks, Look look) {

  /**
   * What can be chosen by whoever looks.
   *
   * @param whole whether all there is may be ordered
   * @param filters the filters that the kind knows
   * @param earlier exports that this can be since
   * @param ways where files can be brought to
   */
  record Offer(boolean whole, List<String> filters, List<Option> earlier, Ways ways) {
    boolean has(String filter) {
      return filters.contains(filter);
    }
  }

  /**
   * Where files can be brought to.
   *
   * @param mails whether mails are sent
   * @param webhooks those of the organisation, for who may see them
   * @param folder whether there is a folder for who may use it
   * @param bucket whether there is a bucket for who may use it
   */
  record Ways(boolean mails, List<Webhook> webhooks, boolean folder, boolean bucket) {}

  /**
   * Something to choose.
   *
   * @param value what is sent
   * @param label what is shown
   * @param more what else is shown; often empty
   */
  record Option(String value, String label, String more) {}

  /** Rooms and people: those chosen, and those found by what was typed. */
  record Picks(Picked rooms, Picked people) {}

  /**
   * What can be picked of one kind.
   *
   * @param field the field, such as {@code room}
   * @param chosen those that are picked
   * @param found those that could be
   * @param typed what was typed to find them
   */
  record Picked(String field, List<Option> chosen, List<Option> found, String typed) {
    /** The name of the field in which one types. */
    String finder() {
      return "find-" + field;
    }

    boolean none() {
      return !typed.isEmpty() && found.isEmpty();
    }
  }

  /**
   * What would come of the order as it is filled in.
   *
   * @param extent how much it would be; nothing, if it is refused
   * @param trouble why it is refused, if it is
   * @param strength how strong the passphrase is
   */
  record Look(Optional<Extent> extent, Optional<Trouble> trouble, Strength strength) {}

  /** The fields of the page at which a refusal can be shown. */
  List<String> fields() {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "from",
                "to",
                "recipients",
                "passphrase",
                "mail",
                "webhook",
                "toFolder",
                "keep",
                "title",
                "day",
                "at",
                "span",
                "keepLast"));
    Stream.of("person", "words", "since").filter(offer::has).forEach(fields::add);
    addIf(fields, form.kind() == OrderKind.CHAT, "room");
    addIf(fields, offer.ways().folder(), "folder");
    addIf(fields, offer.ways().bucket(), "bucket");
    return fields;
  }

  private static void addIf(List<String> fields, boolean shown, String field) {
    if (shown) {
      fields.add(field);
    }
  }

  /** What is wrong with a field; empty if nothing is. */
  String wrong(String field) {
    return look.trouble().filter(it -> it.field().equals(field)).map(Trouble::text).orElse("");
  }

  /** What is wrong, if no field of the page is to blame. */
  String wrongAtAll() {
    return look.trouble()
        .filter(it -> !fields().contains(it.field()))
        .map(Trouble::text)
        .orElse("");
  }

  /** Whether the fields that few need are to be seen at once. */
  boolean open() {
    return look.trouble().isPresent()
        || !form.many("person").isEmpty()
        || form.one("words").isPresent()
        || form.one("since").isPresent();
  }
}
