package io.roomledger.dialect.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.identity.Account;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the vendor's own end-to-end tests ask of a server, in our words: the tables in
 * src/test/resources/rocketchat, each a story on one server of generation 8.
 *
 * <pre>
 * == what is tried
 * admin POST channels.create {"name":"plans"}
 * 200 {"channel":{"name":"plans","t":"c"}}
 * keep channel = channel._id
 * </pre>
 *
 * An answer may have more keys than the table tells. {@code @any}, {@code @absent}, {@code @array},
 * {@code @array:2}, {@code @keys:a,b} and {@code @contains:x} stand for what they say.
 */
class AcceptanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TABLES = Path.of("src/test/resources/rocketchat");
  private static final Pattern CALL = Pattern.compile("(\\S+) (GET|POST) (\\S+) ?(.*)");
  private static final Pattern NAMED = Pattern.compile("\\$\\{([A-Za-z.]+)}");

  @TempDir static Path folder;
  private static RocketChatHouse house;
  private final Map<String, String> kept = new HashMap<>();
  private final Map<String, Account> people = new HashMap<>();

  @BeforeAll
  static void open() {
    house = new RocketChatHouse(folder, new RocketChatSettings(8, 0, Duration.ofDays(1)));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  /** One thing that is tried. */
  private record Case(String name, String call, String answer, List<String> keeps) {}

  @TestFactory
  Stream<DynamicTest> theVendorsCasesHold() throws Exception {
    people.put("admin", house.admin);
    people.put("ann", house.ann);
    people.put("bob", house.withPassword("bob", "secret", "user"));
    people.forEach((name, account) -> kept.put(name, account.id()));
    kept.put("general", house.room.id());
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> tables = Files.list(TABLES)) {
      for (Path table : tables.sorted().toList()) {
        for (Case each : cases(Files.readString(table))) {
          tests.add(
              DynamicTest.dynamicTest(table.getFileName() + ": " + each.name(), () -> hold(each)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(100);
    return tests.stream();
  }

  private static List<Case> cases(String table) {
    List<Case> cases = new ArrayList<>();
    for (String block : table.split("(?m)^== ", -1)) {
      List<String> lines = block.lines().filter(line -> !line.isBlank()).toList();
      if (lines.size() > 1 && !block.startsWith("#")) {
        cases.add(
            new Case(lines.get(0), lines.get(1), lines.get(2), lines.subList(3, lines.size())));
      }
    }
    return cases;
  }

  private void hold(Case each) throws Exception {
    house.chat.clock.tick(Duration.ofSeconds(1));
    HttpResponse<String> answer = send(filled(each.call()));
    String[] wanted = filled(each.answer()).split(" ", 2);
    String seen = each.call() + "\n" + answer.body();
    assertThat(answer.statusCode()).as(seen).isEqualTo(Integer.parseInt(wanted[0]));
    assertThat(answer.headers().firstValue("content-type")).as(seen).contains("application/json");
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("success").asBoolean(wanted[0].equals("200")))
        .as(seen)
        .isEqualTo(wanted[0].equals("200"));
    if (wanted.length > 1) {
      compare(seen, JSON.readTree(wanted[1]), body);
    }
    for (String keep : each.keeps()) {
      String[] parts = keep.replaceFirst("^keep ", "").split(" = ", 2);
      kept.put(parts[0], body.at("/" + parts[1].replace('.', '/')).asText());
    }
  }

  private String filled(String text) {
    return NAMED
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(kept.getOrDefault(match.group(1), "nothing kept")));
  }

  private HttpResponse<String> send(String line) throws Exception {
    Matcher call = CALL.matcher(line);
    assertThat(call.matches()).as(line).isTrue();
    boolean post = call.group(2).equals("POST");
    String path = call.group(3).startsWith("/") ? call.group(3) : "/api/v1/" + call.group(3);
    HttpRequest.Builder request =
        house.request(post ? path : path + query(call.group(4))).timeout(Duration.ofSeconds(30));
    if (post) {
      request
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(call.group(4)));
    }
    return house.send(signed(call.group(1), request));
  }

  /** A name is a person; {@code id:token} is what was kept; nobody is nobody. */
  private HttpRequest.Builder signed(String who, HttpRequest.Builder request) {
    if (who.equals("nobody")) {
      return request;
    }
    int colon = who.indexOf(':');
    return colon < 0
        ? house.as(Objects.requireNonNull(people.get(who), who), request)
        : request
            .header("X-User-Id", who.substring(0, colon))
            .header("X-Auth-Token", who.substring(colon + 1));
  }

  private static String query(String pairs) {
    StringBuilder query = new StringBuilder();
    for (String pair : pairs.split(" ", -1)) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(parts[0])
            .append('=')
            .append(URLEncoder.encode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return query.toString();
  }

  private static void compare(String where, JsonNode wanted, JsonNode seen) {
    if (wanted.isTextual() && wanted.asText().startsWith("@")) {
      compareWord(where, wanted.asText(), seen);
    } else if (wanted.isObject()) {
      wanted
          .properties()
          .forEach(entry ->
              compare(where + "\n" + entry.getKey(), entry.getValue(), seen.path(entry.getKey())));
    } else if (wanted.isArray() && !wanted.isEmpty() && wanted.get(0).isObject()) {
      assertThat(seen.size()).as(where).isEqualTo(wanted.size());
      for (int i = 0; i < wanted.size(); i++) {
        compare(where + "[" + i + "]", wanted.get(i), seen.path(i));
      }
    } else {
      assertThat(seen).as(where).isEqualTo(wanted);
    }
  }

  private static void compareWord(String where, String word, JsonNode seen) {
    String value = word.contains(":") ? word.substring(word.indexOf(':') + 1) : "";
    switch (word.replaceFirst(":.*", "")) {
      case "@any" -> assertThat(seen.isMissingNode() || seen.isNull()).as(where).isFalse();
      case "@absent" -> assertThat(seen.isMissingNode()).as(where).isTrue();
      case "@contains" -> assertThat(seen.toString()).as(where).contains(value);
      case "@lacks" -> assertThat(seen.toString()).as(where).doesNotContain(value);
      case "@keys" -> {
        List<String> keys = new ArrayList<>();
        seen.fieldNames().forEachRemaining(keys::add);
        assertThat(keys).as(where).containsExactlyInAnyOrder(value.split(","));
      }
      case "@array" -> {
        assertThat(seen.isArray()).as(where).isTrue();
        if (!value.isEmpty()) {
          assertThat(seen.size()).as(where).isEqualTo(Integer.parseInt(value));
        }
      }
      default -> throw new AssertionError(word + " is no word of the tables");
    }
  }
}
