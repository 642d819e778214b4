package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files that the entry page's search reads; that it finds with them is tried in a browser. */
class HtmlSearchTest {
  private static final Instant START = Instant.parse("2024-03-15T10:00:00Z");
  private static final Pattern CALL = Pattern.compile("(?s)roomledger\\(([^,]*),(.*)\\);\n");

  private final MemoryTarget target = new MemoryTarget(true);
  private final HtmlSearch search = new HtmlSearch();
  private final HtmlFilters filters = new HtmlFilters(target);

  private void end(int page) throws IOException {
    search.end();
    search.write(target);
    filters.take(page, search.filter());
  }

  private JsonNode content(String path, String key) throws IOException {
    Matcher call = CALL.matcher(target.text(path));
    assertThat(call.matches()).as(path).isTrue();
    assertThat(call.group(1)).isEqualTo(key);
    return new ObjectMapper().readTree(call.group(2));
  }

  @Test
  void anyTextIsAStringOfAScriptAndNeverAnElement() throws Exception {
    search.begin(1);
    for (String hostile : FormatContract.HOSTILE) {
      search.row(START, hostile, hostile);
    }
    end(1);
    filters.finish();

    JsonNode rows = content("search/0001.js", "1");
    for (int i = 0; i < FormatContract.HOSTILE.size(); i++) {
      String kept =
          FormatContract.HOSTILE.get(i).replaceAll("[\ud800-\udfff\ufffe\uffff]", "\ufffd");
      assertThat(rows.path(3 * i + 1).asText()).isEqualTo(kept);
      assertThat(rows.path(3 * i + 2).asText()).isEqualTo(kept);
    }
    assertThat(target.text("search/0001.js")).doesNotContain("<");
  }

  @Test
  void aRowTellsTheSecondsSinceTheOneBeforeAndANewName() throws Exception {
    search.begin(1);
    assertThat(search.number()).isEqualTo(1);
    search.row(START, "Ann", "one");
    search.row(START.plusSeconds(60), "Ann", "two");
    assertThat(search.number()).isEqualTo(3);
    search.row(START.plusSeconds(30), "Bob", "three");
    end(1);

    assertThat(target.text("search/0001.js"))
        .isEqualTo(
            """
            roomledger(1,[
            1710496800,"Ann","one",
            60,0,"two",
            -30,"Bob","three"]);
            """);
  }

  @Test
  void filtersOfThirtyTwoPagesShareAFile() throws Exception {
    for (int page = 1; page <= 33; page++) {
      search.begin(page);
      search.row(START, "Ann", page == 33 ? "rare words" : "well");
      end(page);
    }
    filters.finish();

    assertThat(filters("search/f0001.js", "\"f1\"")).hasSize(32).allMatch(f -> bits(f) == 3);
    assertThat(filters("search/f0002.js", "\"f2\"")).hasSize(1).allMatch(f -> bits(f) == 9);
  }

  @Test
  void lettersThatDifferOnlyInTheirCaseHaveTheSameFilter() throws Exception {
    List<String> same = List.of("straße ЖЁЛТЫЙ kelvin", "STRAßE жёлтый \u212aELVIN");
    for (String text : same) {
      search.begin(same.indexOf(text) + 1);
      search.row(START, "", text);
      end(same.indexOf(text) + 1);
    }
    filters.finish();

    List<byte[]> filters = filters("search/f0001.js", "\"f1\"");
    assertThat(filters.get(0)).isEqualTo(filters.get(1));
  }

  private List<byte[]> filters(String path, String key) throws IOException {
    byte[] all = Base64.getDecoder().decode(content(path, key).asText());
    List<byte[]> filters = new ArrayList<>();
    for (int from = 0; from < all.length; from += HtmlSearch.FILTER) {
      filters.add(java.util.Arrays.copyOfRange(all, from, from + HtmlSearch.FILTER));
    }
    return filters;
  }

  private static int bits(byte[] filter) {
    int bits = 0;
    for (byte b : filter) {
      bits += Integer.bitCount(b & 0xff);
    }
    return bits;
  }
}
