package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.schedule.Schedule;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is filled in on the panel, field by field, as the browser sends it: from the form, from the
 * address, or from an order that is to be changed.
 *
 * @param kind what is exported
 * @param values what each field says
 */
record OrderForm(OrderKind kind, Map<String, List<String>> values) {
  /** What of an order is remembered for the next one of its kind. */
  private static final List<String> REMEMBERED =
      List.of(
          "format",
          "packaged",
          "names",
          "attachments",
          "files",
          "seal",
          "recipients",
          "mail",
          "webhook",
          "keep");

  /** What says which records, and what only the address says. */
  private static final Set<String> SCOPE =
      Set.of("room", "level", "exclude", "topics", "conference", "zone", "hours");

  private static final int LONGEST_MEMORY = 1_000;

  OrderForm {
    values = Map.copyOf(values);
  }

  /** The form as it was sent. */
  static OrderForm sent(Map<String, List<String>> fields) {
    Map<String, List<String>> values = new HashMap<>();
    fields.forEach((name, said) -> {
      List<String> kept = said.stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
      if (!kept.isEmpty()) {
        values.put(name, name.equals("passphrase") ? said : kept);
      }
    });
    OrderKind kind = OrderKind.of(one(values, "kind").orElse("")).orElse(OrderKind.CHAT);
    return new OrderForm(kind, values);
  }

  /** This with what is remembered where it says nothing. */
  OrderForm remembering(Map<String, String> choices) {
    Map<String, List<String>> all = new HashMap<>(read(choices.getOrDefault(memory(kind), "")));
    all.keySet().retainAll(REMEMBERED);
    all.putAll(values);
    return new OrderForm(kind, all);
  }

  /** Under which name choices about a kind are kept. */
  static String memory(OrderKind kind) {
    return "order." + kind.word();
  }

  /** What is remembered of it; nothing secret is. */
  String toRemember() {
    StringBuilder text = new StringBuilder();
    for (String name : REMEMBERED) {
      for (String value : many(name)) {
        String part = name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&";
        if (text.length() + part.length() <= LONGEST_MEMORY) {
          text.append(part);
        }
      }
    }
    return text.toString();
  }

  private static Map<String, List<String>> read(String text) {
    return Stream.of(text.split("&", -1))
        .filter(part -> part.contains("="))
        .map(part -> part.split("=", 2))
        .collect(
            Collectors.groupingBy(
                part -> part[0],
                Collectors.mapping(
                    part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8),
                    Collectors.toList())));
  }

  /** The form that would order that again; empty if the panel cannot. */
  static Optional<OrderForm> of(ExportOrder order, Visit visit) {
    return OrderKind.ofRecipe(order.recipe())
        .map(kind -> {
          Map<String, List<String>> values = new HashMap<>(order.selection().values());
          values.remove("organisation");
          values.put("kind", List.of(kind.word()));
          kind.formats().stream()
              .filter(format -> List.of(order.recipe().split("\\.", -1)).contains(format))
              .findFirst()
              .ifPresent(format -> values.put("format", List.of(format)));
          values.put("packaged", List.of(order.recipe().endsWith(".zip") ? "true" : "false"));
          if (!order.period().equals(Period.ALWAYS)) {
            Manners manners = visit.manners();
            values.put("from", List.of(manners.date(order.period().from()).toString()));
            values.put("to", List.of(manners.date(order.period().to().minusMillis(1)).toString()));
          }
          handling(order.handling(), values);
          return new OrderForm(kind, values);
        });
  }

  /** The form that would change that schedule. */
  static Optional<OrderForm> of(Schedule schedule, Visit visit) {
    Schedule.Draft draft = schedule.draft();
    return of(draft.order(), visit)
        .map(form -> {
          Map<String, List<String>> values = new HashMap<>(form.values());
          values.put("schedule", List.of(Long.toString(schedule.id())));
          values.put("repeat", List.of(draft.rhythm().every().name().toLowerCase(Locale.ROOT)));
          values.put("day", List.of(Integer.toString(draft.rhythm().day())));
          values.put("at", List.of(draft.rhythm().at().toString()));
          values.put("clock", List.of(draft.rhythm().zone().getId()));
          values.put("span", List.of(draft.span().name()));
          values.put("title", List.of(draft.name()));
          draft.keepLast().ifPresent(count -> values.put("keepLast", List.of(count.toString())));
          return new OrderForm(form.kind(), values);
        });
  }

  private static void handling(ExportOrder.Handling handling, Map<String, List<String>> values) {
    switch (handling.encryption()) {
      case Encryption.None _ -> values.put("seal", List.of("none"));
      case Encryption.ToRecipients(List<String> keys) -> {
        values.put("seal", List.of("keys"));
        values.put("recipients", List.of(String.join("\n", keys)));
      }
      case Encryption.WithPassphrase _ -> values.put("seal", List.of("passphrase"));
    }
    List<String> hooks = new ArrayList<>();
    for (Delivery delivery : handling.deliveries()) {
      switch (delivery) {
        case Delivery.Mail(List<String> to) -> values.put("mail", List.of(String.join(", ", to)));
        case Delivery.Webhook(String id) -> hooks.add(id);
        case Delivery.Folder(String path) -> {
          values.put("toFolder", List.of("true"));
          values.put("folder", List.of(path));
        }
        case Delivery.Bucket(String prefix) -> {
          values.put("toBucket", List.of("true"));
          values.put("bucket", List.of(prefix));
        }
      }
    }
    values.put("webhook", hooks);
    values.put(
        "keep", handling.keep().map(Duration::toDays).map(String::valueOf).stream().toList());
  }

  Optional<String> one(String name) {
    return one(values, name);
  }

  private static Optional<String> one(Map<String, List<String>> values, String name) {
    return values.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** What a field says, or nothing. */
  String text(String name) {
    return one(name).orElse("");
  }

  List<String> many(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The number that a field says, if it is one. */
  Optional<Long> number(String name) {
    return one(name).filter(text -> text.matches("[0-9]{1,18}|[1-8][0-9]{18}")).map(Long::valueOf);
  }

  boolean says(String name, String value) {
    return many(name).contains(value);
  }

  /** A field of several lines, or commas, one by one. */
  List<String> lines(String name) {
    return many(name).stream()
        .flatMap(text -> Stream.of(text.split("[\\s,;，；]+", -1)))
        .filter(line -> !line.isEmpty())
        .distinct()
        .toList();
  }

  /** The format, or the first there is. */
  String format() {
    return one("format").filter(kind.formats()::contains).orElse(kind.formats().getFirst());
  }

  /** Whether the file is a package with a manifest. */
  boolean packaged() {
    return kind.always() || !says("packaged", "false") || says("files", "true");
  }

  /** Whether everything is wanted that the kind has. */
  boolean whole() {
    return says("workspace", "true");
  }

  /** How often it is to be repeated; empty for once. */
  String repeat() {
    return one("repeat").filter(word -> !word.equals("once")).orElse("");
  }

  /** The fields of the scope that have no field of their own on the page. */
  List<Map.Entry<String, String>> carried() {
    return values.entrySet().stream()
        .filter(entry -> SCOPE.contains(entry.getKey()))
        .filter(entry -> kind != OrderKind.CHAT || !entry.getKey().equals("room"))
        .flatMap(entry -> entry.getValue().stream().map(value -> Map.entry(entry.getKey(), value)))
        .toList();
  }

  /** The address of a panel that is filled in like this. */
  String address() {
    return "/exports/new?"
        + values.entrySet().stream()
            .filter(
                entry -> !entry.getKey().equals("passphrase") && !entry.getKey().equals("proof"))
            .flatMap(entry ->
                entry.getValue().stream()
                    .map(value ->
                        entry.getKey() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
            .sorted()
            .collect(Collectors.joining("&"));
  }
}
