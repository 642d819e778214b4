package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Json;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An object whose members are the components of a record, under their names. In a request only
 * those that are Optional may be left out, and there are no others; in an answer all are there.
 *
 * @param type the record
 * @param fields its components
 */
record RecordShape(Class<?> type, List<Field> fields) implements Shape {

  /** A component. */
  record Field(RecordComponent component, String meaning, Shape shape) {
    String name() {
      return component.getName();
    }
  }

  /** The shape of a record of ours. */
  static RecordShape of(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Means means = component.getAnnotation(Means.class);
      int most = means == null ? LONGEST : means.most();
      fields.add(
          new Field(
              component, means == null ? "" : means.value(), of(component.getGenericType(), most)));
    }
    return new RecordShape(type, List.copyOf(fields));
  }

  private static Shape of(Type type, int most) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic, most);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return of(plain);
    }
    if (plain.isEnum()) {
      return Shape.oneOf(plain.asSubclass(Enum.class).asSubclass(wild()));
    }
    return switch (plain.getName()) {
      case "java.lang.String" -> new Text(most);
      case "long", "int", "java.lang.Long", "java.lang.Integer" ->
          new Whole(Long.MIN_VALUE, Long.MAX_VALUE);
      case "double", "java.lang.Double" -> new Fraction();
      case "boolean", "java.lang.Boolean" -> new Truth();
      case "java.time.Instant" -> new Moment();
      case "java.time.Duration" -> new Length();
      case "com.fasterxml.jackson.databind.JsonNode" -> new Any();
      default -> throw new IllegalArgumentException(type + " (expected: a type that has a shape)");
    };
  }

  @SuppressWarnings("unchecked") // a class of an enum is one of Enum<?>
  private static Class<Enum<?>> wild() {
    return (Class<Enum<?>>) (Class<?>) Enum.class;
  }

  private static Shape ofGeneric(ParameterizedType generic, int most) {
    Type[] of = generic.getActualTypeArguments();
    return switch (generic.getRawType().getTypeName()) {
      case "java.util.Optional" -> new Maybe(of(of[0], most));
      case "java.util.List", "java.util.Set" -> new Many(of(of[0], LONGEST), most);
      case "java.util.Map" -> new Named(of(of[1], LONGEST), most);
      default -> throw new IllegalArgumentException(generic + " (expected: a list, map, optional)");
    };
  }

  @Override
  public ObjectNode schema(Schemas schemas) {
    return schemas.named(type.getSimpleName(), type, () -> described(schemas));
  }

  private ObjectNode described(Schemas schemas) {
    ObjectNode node = Json.object().put("type", "object");
    ObjectNode properties = node.putObject("properties");
    ArrayNode required = Json.array();
    for (Field field : fields) {
      ObjectNode member = field.shape().schema(schemas);
      if (!field.meaning().isEmpty()) {
        member.put("description", field.meaning());
      }
      properties.set(field.name(), member);
      if (!schemas.asked() || !(field.shape() instanceof Maybe)) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      node.set("required", required);
    }
    return node.put("additionalProperties", false);
  }

  @Override
  public Object read(String where, JsonNode value) {
    if (!value.isObject()) {
      throw Gate.invalid(where, value.isMissingNode() ? "missing" : "no object", "a JSON object");
    }
    Set<String> known = fields.stream().map(Field::name).collect(Collectors.toSet());
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      if (!known.contains(member.getKey())) {
        String names = fields.stream().map(Field::name).collect(Collectors.joining(", "));
        throw Gate.invalid(path(where, member.getKey()), "not known", "one of " + names);
      }
    }
    return made(fields.stream().map(field -> member(where, field, value)).toArray());
  }

  private static Object member(String where, Field field, JsonNode object) {
    JsonNode value = object.path(field.name());
    String path = path(where, field.name());
    if (value.isMissingNode() && !(field.shape() instanceof Maybe)) {
      throw Gate.invalid(path, "missing", "a value");
    }
    Object read = field.shape().read(path, value);
    return field.component().getType() == int.class ? Math.toIntExact((Long) read) : read;
  }

  /** The body itself has no name that would tell anything. */
  private static String path(String where, String name) {
    return where.equals(Ask.BODY) ? name : where + "." + name;
  }

  private Object made(Object[] values) {
    Class<?>[] types =
        fields.stream().map(field -> field.component().getType()).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      throw new IllegalStateException(type + " was not made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has its constructor", e);
    }
  }

  @Override
  public JsonNode write(Object value) {
    ObjectNode node = Json.object();
    for (Field field : fields) {
      node.set(field.name(), field.shape().write(component(field, value)));
    }
    return node;
  }

  private static Object component(Field field, Object record) {
    try {
      return field.component().getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(field.name() + " can be read", e);
    }
  }
}
