package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Locks the doors of docs/map.md: reads the compiled classes and fails on an arrow that the map
 * does not have.
 */
class MapTest {
  private static final Path CLASSES = Path.of("target/classes");
  private static final String OURS = "io/roomledger";
  private static final Pattern NAMED = Pattern.compile("L?(io/roomledger/[a-z/]*)[A-Z]");

  private static final Set<String> LOWER =
      Set.of(
          "base", "db", "store", "identity", "job", "mail", "audit", "hold", "retention", "export");

  /** Which packages each package may name. The root package may name all. */
  private static final Map<String, Set<String>> MAP =
      Map.ofEntries(
          Map.entry("base", Set.of()),
          Map.entry("db", Set.of("base")),
          Map.entry("store", Set.of("base")),
          Map.entry("http", Set.of("base")),
          Map.entry("identity", Set.of("base", "db")),
          Map.entry("job", Set.of("base", "db")),
          Map.entry("mail", Set.of("base", "db", "job")),
          Map.entry("audit", Set.of("base", "db", "identity")),
          Map.entry("people", Set.of("base", "db", "identity", "audit")),
          Map.entry("hold", Set.of("base", "db", "identity", "audit")),
          Map.entry("metrics", Set.of("base", "http", "job", "store")),
          Map.entry("traces", Set.of("base", "http", "job")),
          Map.entry("retention", Set.of("base", "db", "store", "identity", "job", "audit", "hold")),
          Map.entry("seal", Set.of("base")),
          Map.entry("openid", Set.of("base")),
          Map.entry(
              "export",
              Set.of("base", "db", "store", "seal", "identity", "job", "mail", "audit", "hold")),
          Map.entry("export/format", Set.of("base", "export")),
          Map.entry("delivery", LOWER),
          Map.entry("schedule", LOWER),
          Map.entry("chat", LOWER),
          Map.entry("booking", LOWER),
          Map.entry("film", Set.of("base")),
          Map.entry("conference", with(LOWER, "film")),
          Map.entry(
              "console",
              Set.of(
                  "base",
                  "http",
                  "identity",
                  "people",
                  "openid",
                  "audit",
                  "hold",
                  "retention",
                  "export",
                  "export/format",
                  "delivery",
                  "schedule",
                  "chat",
                  "booking",
                  "conference",
                  "intake",
                  "intake/desk",
                  "stock",
                  "checkup")),
          Map.entry("stock", Set.of("base", "db", "identity", "job")),
          Map.entry("checkup", Set.of("base", "db", "identity", "job", "audit")),
          Map.entry("intake", Set.of("base")),
          Map.entry("intake/chat", with(LOWER, "intake", "chat")),
          Map.entry("intake/slack", with(LOWER, "intake", "intake/chat", "chat")),
          Map.entry("intake/rocketchat", with(LOWER, "intake", "intake/chat", "chat")),
          Map.entry("intake/mattermost", with(LOWER, "intake", "intake/chat", "chat")),
          Map.entry("intake/zulip", with(LOWER, "intake", "intake/chat", "chat")),
          Map.entry("intake/ics", with(LOWER, "intake", "booking")),
          Map.entry("intake/recordings", with(LOWER, "intake", "film", "conference")),
          Map.entry("intake/desk", with(LOWER, "intake")),
          Map.entry("sample", with(LOWER, "chat", "booking", "conference")),
          Map.entry("dialect", Set.of("base", "http", "identity")),
          Map.entry("dialect/feishu", with(ofDialect("booking"), "conference")),
          Map.entry("dialect/rocketchat", ofDialect("chat", "people")),
          Map.entry("dialect/dingtalk", ofDialect("booking", "conference")),
          Map.entry(
              "dialect/ledger",
              ofDialect(
                  "audit",
                  "hold",
                  "retention",
                  "chat",
                  "booking",
                  "conference",
                  "delivery",
                  "schedule")));

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(List.of(more));
    return all;
  }

  private static Set<String> ofDialect(String... domains) {
    return with(Set.of("base", "http", "identity", "export", "dialect"), domains);
  }

  @Test
  void noArrowThatTheMapDoesNotHave() throws IOException {
    Set<String> wrong = new TreeSet<>();
    for (Path file : classFiles()) {
      ClassModel model = ClassFile.of().parse(file);
      String name = model.thisClass().asInternalName();
      String from = roomOf(name);
      Set<String> allowed = MAP.getOrDefault(from, Set.of());
      for (String to : ourRoomsNamedIn(model)) {
        if (!from.isEmpty() && !to.equals(from) && !allowed.contains(to)) {
          wrong.add(from + " -> " + to + " (" + name + ")");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyPackageIsOnTheMapAndSaysWhatItIs() throws IOException {
    Set<String> unknown = new TreeSet<>();
    for (Path file : classFiles()) {
      String room = roomOf(CLASSES.relativize(file).toString());
      boolean silent = !Files.exists(file.resolveSibling("package-info.class"));
      if (silent || (!room.isEmpty() && !MAP.containsKey(room))) {
        unknown.add(room);
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void dialectsNeverTouchTheDatabaseDriver() throws IOException {
    Set<String> wrong = new TreeSet<>();
    for (Path file : classFiles()) {
      ClassModel model = ClassFile.of().parse(file);
      String name = model.thisClass().asInternalName();
      if (!roomOf(name).startsWith("dialect")) {
        continue;
      }
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof ClassEntry named && isDriver(named.asInternalName())) {
          wrong.add(name + " -> " + named.asInternalName());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isDriver(String internalName) {
    return internalName.startsWith("java/sql/") || internalName.startsWith("org/jdbi/");
  }

  private static List<Path> classFiles() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES.resolve(OURS))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(found).hasSizeGreaterThan(50);
      return found;
    }
  }

  /** The package below io.roomledger, empty for the root itself. */
  private static String roomOf(String internalName) {
    String pack = internalName.substring(0, internalName.lastIndexOf('/'));
    return pack.equals(OURS) ? "" : pack.substring(OURS.length() + 1);
  }

  /** Class entries and every descriptor or signature, so that a mere field type counts too. */
  private static Set<String> ourRoomsNamedIn(ClassModel model) {
    Set<String> rooms = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof Utf8Entry text) {
        Matcher matcher = NAMED.matcher(text.stringValue());
        while (matcher.find()) {
          rooms.add(roomOf(matcher.group(1)));
        }
      }
    }
    return rooms;
  }
}
