package io.roomledger.dialect.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Window;
import io.roomledger.http.Json;
import io.roomledger.http.TestCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedTest {
  private static Asked query(String query) {
    return Asked.query(TestCall.of("GET", "/x?" + query));
  }

  private static TestCall post(String type, String body) {
    return new TestCall("POST", "/x", Map.of("content-type", type), body);
  }

  private static Asked json(String json) {
    return Asked.in(Json.read(json.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"k[]=a&k[]=b", "k=a&k=b", "k[0]=a&k[1]=b", "k%5B%5D=a&k%5B%5D=b", "k=a&k[]=b"})
  void listsAreReadInEverySpelling(String query) {
    assertThat(query(query).texts("k")).containsExactly("a", "b");
  }

  @Test
  void oneTextIsAListAndCommasPartOnlyWhereTheyShall() {
    assertThat(query("k=a,b").texts("k")).containsExactly("a,b");
    assertThat(query("k=a, b,,c").commaTexts("k")).containsExactly("a", "b", "c");
    assertThat(json("{\"k\":[\"a\",7,true]}").texts("k")).containsExactly("a", "7", "true");
    assertThat(query("").texts("k")).isEmpty();
  }

  @Test
  void formsAndBrokenBodiesAreReadAsTheVendorDoes() {
    String form = "application/x-www-form-urlencoded";
    Asked sent = Asked.of(post(form, "user=bob&roles[]=a&roles[]=b"));
    assertThat(sent.text("user")).isEqualTo("bob");
    assertThat(sent.texts("roles")).containsExactly("a", "b");
    assertThat(Asked.of(post("application/json", "{\"a")).json()).isEmpty();
    assertThat(Asked.of(post("", "")).json()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, 50",
    "offset=7&count=3, 7, 3",
    "count=1000, 0, 100",
    "count=0, 0, 10000",
    "count=x&offset=-5, 0, 50",
  })
  void pagesAreBounded(String query, long offset, int limit) {
    assertThat(Paging.of(query(query))).isEqualTo(new Window(offset, limit));
  }

  @ParameterizedTest
  @CsvSource({
    "t=2024-03-15, 2024-03-15T00:00:00Z",
    "t=2024-03-15T10:00:00.123%2B02:00, 2024-03-15T08:00:00.123Z",
    "t=1710496800000, 2024-03-15T10:00:00Z",
  })
  void momentsAreDatesTimesOrMilliseconds(String query, String moment) {
    assertThat(query(query).moment("t")).contains(Instant.parse(moment));
    assertThat(query("t=soon").moment("t")).isEmpty();
  }

  @Test
  void truthsComeAsTextToo() {
    assertThat(json("{\"a\":true,\"b\":\"true\",\"c\":1,\"d\":\"no\"}"))
        .satisfies(asked -> {
          assertThat(asked.truth("a") && asked.truth("b") && asked.truth("c")).isTrue();
          assertThat(asked.truth("d") || asked.truth("e")).isFalse();
        });
  }
}
