package io.roomledger.dialect.ledger;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A call whose parameters are what its {@link Route} declares. To ask for one that is not declared
 * is a fault.
 */
final class Ask {
  /** What the whole body is called in refusals. */
  static final String BODY = "body";

  private final Call call;
  private final Optional<Caller> caller;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Set<String> declared;
  private final Optional<Object> body;

  /** Reads what {@code route} declares. */
  Ask(Call call, Optional<Caller> caller, Route route) {
    this.call = call;
    this.caller = caller;
    this.declared = route.params().stream().map(Param::name).collect(Collectors.toSet());
    refuseUnknown(route);
    route.params().forEach(this::take);
    this.body = route.takes().shape().map(this::json);
  }

  private void refuseUnknown(Route route) {
    for (String name : call.queries().keySet()) {
      boolean known =
          route.params().stream()
              .anyMatch(param -> param.in().equals("query") && param.name().equals(name));
      if (!known) {
        String names =
            route.params().stream()
                .filter(param -> param.in().equals("query"))
                .map(Param::name)
                .collect(Collectors.joining(", "));
        throw Gate.invalid(
            name, "not known", names.isEmpty() ? "no parameters" : "one of " + names);
      }
    }
  }

  private void take(Param param) {
    List<String> texts =
        switch (param.in()) {
          case "path" -> List.of(call.pathParameter(param.name()));
          case "query" -> call.queries(param.name());
          default -> call.header(param.name()).map(String::strip).stream().toList();
        };
    if (texts.isEmpty() && param.otherwise().isPresent()) {
      texts = List.of(param.otherwise().get());
    }
    if (texts.isEmpty() && param.required()) {
      throw Gate.invalid(param.name(), "missing", "a value");
    }
    if (param.shape() instanceof Shape.Many many) {
      values.put(param.name(), items(param, many, texts));
    } else if (texts.size() > 1) {
      // a proxy or a filter before this server may look at another of them
      throw Gate.invalid(param.name(), texts.size() + " values", "one");
    } else if (!texts.isEmpty()) {
      values.put(param.name(), param.shape().parse(param.name(), texts.getFirst()));
    }
  }

  private static List<Object> items(Param param, Shape.Many many, List<String> texts) {
    if (texts.size() > many.most()) {
      throw Gate.invalid(param.name(), texts.size() + " values", "at most " + many.most());
    }
    List<Object> items = new ArrayList<>();
    texts.forEach(text -> items.add(many.item().parse(param.name(), text)));
    return items;
  }

  private Object json(Shape shape) {
    return shape.read(BODY, call.json().orElseGet(Json::object));
  }

  Call call() {
    return call;
  }

  /** Who calls, at a route that needs a scope. */
  Caller caller() {
    return caller.orElseThrow(() -> new IllegalStateException("the route needs no token"));
  }

  /** The value of that parameter, if it is there. */
  private Optional<Object> value(String name) {
    if (!declared.contains(name)) {
      throw new IllegalArgumentException(name + " (expected: one of " + declared + ")");
    }
    return Optional.ofNullable(values.get(name));
  }

  Optional<String> text(String name) {
    return value(name).map(String.class::cast);
  }

  /** A parameter that is required or has a value otherwise. */
  String need(String name) {
    return text(name).orElseThrow(() -> new IllegalArgumentException(name + " may be missing"));
  }

  List<String> texts(String name) {
    return value(name).stream()
        .flatMap(list -> ((List<?>) list).stream())
        .map(String.class::cast)
        .toList();
  }

  Optional<Instant> moment(String name) {
    return value(name).map(Instant.class::cast);
  }

  /** A whole number that is required or has a value otherwise. */
  long number(String name) {
    return numberIfSaid(name)
        .orElseThrow(() -> new IllegalArgumentException(name + " may be missing"));
  }

  Optional<Long> numberIfSaid(String name) {
    return value(name).map(Long.class::cast);
  }

  /** How many at most, see {@link Param#limit}. */
  int limit() {
    return (int) number("limit");
  }

  boolean flag(String name) {
    return value(name).map(Boolean.class::cast).orElse(false);
  }

  <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    return value(name).map(type::cast);
  }

  /** From {@code from} to {@code to}, or for ever. */
  Period period() {
    return new Period(
        moment("from").orElse(Period.ALWAYS.from()), moment("to").orElse(Period.ALWAYS.to()));
  }

  /** A UUID in the path; what is none names nothing. */
  UUID id(String name, Refusal.Thing thing) {
    return Gate.id(need(name), thing);
  }

  /** The body, which is what the route takes. */
  <B> B body(Class<B> type) {
    return type.cast(
        body.orElseThrow(() -> new IllegalArgumentException("the route takes no " + type)));
  }

  /** Puts a header on the answer. */
  void tell(String name, String value) {
    headers.put(name, value);
  }

  Map<String, String> told() {
    return headers;
  }
}
