package io.roomledger;

import io.roomledger.base.Setting;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills a tree of records from named texts. A component of the root is a section, a component of a
 * section is a setting or, if it is a record, a section again: {@code rocketchat.generation} and
 * {@code deliveries.s3.bucket} in the file, {@code ROOMLEDGER_ROCKETCHAT_GENERATION} and {@code
 * ROOMLEDGER_DELIVERIES_S3_BUCKET} in the environment.
 */
final class SettingReader {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");

  private final Map<String, String> given;
  private final List<String> problems = new ArrayList<>();

  /**
   * A reader of the values given.
   *
   * @param given values by setting name; what is not there has its default
   */
  SettingReader(Map<String, String> given) {
    this.given = new TreeMap<>(given);
  }

  /** What was wrong with the values, one sentence each. */
  List<String> problems() {
    return problems;
  }

  /** Every setting of a tree of records, with its name, in the order of declaration. */
  static Map<String, RecordComponent> settings(Class<? extends Record> root) {
    Map<String, RecordComponent> all = new java.util.LinkedHashMap<>();
    for (RecordComponent section : root.getRecordComponents()) {
      collect(section.getName(), section.getType(), all);
    }
    return all;
  }

  private static void collect(String section, Class<?> type, Map<String, RecordComponent> all) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = section + "." + kebab(component.getName());
      if (component.getType().isRecord()) {
        collect(name, component.getType(), all);
      } else {
        all.put(name, component);
      }
    }
  }

  /** The name of a setting in the environment. */
  static String environmentName(String setting) {
    return "ROOMLEDGER_" + setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /**
   * Reads the whole tree. Where a value is wrong its default stands in and {@link #problems} says
   * so.
   */
  <T extends Record> T read(Class<T> root) {
    RecordComponent[] sections = root.getRecordComponents();
    Object[] values = new Object[sections.length];
    for (int i = 0; i < sections.length; i++) {
      values[i] = section(sections[i].getName(), sections[i].getType().asSubclass(Record.class));
    }
    return make(root, values);
  }

  private <T extends Record> T section(String name, Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Object[] defaults = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String inner = name + "." + kebab(components[i].getName());
      if (components[i].getType().isRecord()) {
        values[i] = section(inner, components[i].getType().asSubclass(Record.class));
        defaults[i] = values[i];
      } else {
        values[i] = setting(inner, components[i]);
        defaults[i] = parse(said(components[i]).value(), components[i].getType());
      }
    }
    try {
      return make(type, values);
    } catch (ConfigException refused) {
      problems.add(String.valueOf(refused.getMessage()));
      return make(type, defaults);
    }
  }

  private static Setting said(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException(component + ": has no @Setting");
    }
    return setting;
  }

  private Object setting(String name, RecordComponent component) {
    Setting setting = said(component);
    String value = given.get(name);
    try {
      return parse(value == null ? setting.value() : value.strip(), component.getType());
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException wrong) {
      String shown = setting.secret() ? "(secret)" : String.valueOf(value);
      problems.add(name + ": " + shown + " (expected: " + expected(component.getType()) + ")");
      return parse(setting.value(), component.getType());
    }
  }

  private static Object parse(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    } else if (type == int.class) {
      return Math.toIntExact(amount(text));
    } else if (type == long.class) {
      return amount(text);
    } else if (type == boolean.class) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on" -> true;
        case "false", "no", "off" -> false;
        default -> throw new IllegalArgumentException(text);
      };
    } else if (type == Duration.class) {
      return duration(text);
    } else if (type == ZoneId.class) {
      return ZoneId.of(text);
    } else if (type == Optional.class) {
      return Optional.of(text).filter(said -> !said.isEmpty());
    }
    throw new IllegalStateException("no reader for " + type);
  }

  private static long amount(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
      case "" -> number;
      case "k", "kib" -> Math.multiplyExact(number, 1L << 10);
      case "m", "mib" -> Math.multiplyExact(number, 1L << 20);
      case "g", "gib" -> Math.multiplyExact(number, 1L << 30);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Duration duration(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m", "min" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static String expected(Class<?> type) {
    if (type == int.class || type == long.class) {
      return "a whole number, which may end in k, m or g";
    } else if (type == boolean.class) {
      return "true or false";
    } else if (type == Duration.class) {
      return "a number with ms, s, m, h or d, such as 30s";
    } else if (type == ZoneId.class) {
      return "a time zone such as Asia/Shanghai or UTC";
    }
    return "a text";
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private <T extends Record> T make(Class<T> type, Object[] values) {
    Class<?>[] types = new Class<?>[values.length];
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < types.length; i++) {
      types[i] = components[i].getType();
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new ConfigException(List.of(String.valueOf(refused.getTargetException().getMessage())));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
