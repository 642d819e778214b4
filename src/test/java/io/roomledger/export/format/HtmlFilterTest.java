package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What the entry page's search asks first; that it finds with it is tried in a browser. */
class HtmlFilterTest {
  private static final Pattern CALL = Pattern.compile("(?s)roomledger\\(([^,]*),(.*)\\);\n");

  private final MemoryTarget target = new MemoryTarget(true);
  private final HtmlFilter filter = new HtmlFilter();
  private final HtmlFilters filters = new HtmlFilters(target);

  private void page(int number, String who, String text) throws IOException {
    filter.clear();
    filter.who(who);
    filter.text(text);
    filters.take(number, filter.bits());
  }

  private JsonNode content(String path, String key) throws IOException {
    Matcher call = CALL.matcher(target.text(path));
    assertThat(call.matches()).as(path).isTrue();
    assertThat(call.group(1)).isEqualTo(key);
    return new ObjectMapper().readTree(call.group(2));
  }

  @Test
  void filtersOfThirtyTwoPagesShareAFile() throws Exception {
    for (int page = 1; page <= 33; page++) {
      page(page, "Ann", page == 33 ? "rare words" : "well");
    }
    filters.finish();

    assertThat(filters("search/f0001.js", "\"f1\"")).hasSize(32).allMatch(f -> bits(f) == 3);
    assertThat(filters("search/f0002.js", "\"f2\"")).hasSize(1).allMatch(f -> bits(f) == 6);
  }

  @Test
  void lettersThatDifferOnlyInTheirCaseHaveTheSameFilter() throws Exception {
    List<String> same = List.of("straße ЖЁЛТЫЙ kelvin", "STRAßE жёлтый \u212aELVIN");
    for (String text : same) {
      page(same.indexOf(text) + 1, "", text);
    }
    filters.finish();

    List<byte[]> filters = filters("search/f0001.js", "\"f1\"");
    assertThat(filters.get(0)).isEqualTo(filters.get(1));
  }

  /** Lengths around the stretches in which texts are looked at, words with and without spaces. */
  @Property(tries = 300)
  void thereAreTheBitsOfAllGramsAndNoOthers(@ForAll("texts") String text) {
    filter.clear();
    filter.text(text);
    BitSet expected = new BitSet();
    for (int i = 1; i < text.length(); i++) {
      int a = i > 1 ? text.charAt(i - 2) : ' ';
      int b = text.charAt(i - 1);
      int c = text.charAt(i);
      if (b >= '\u2e80' && c >= '\u2e80') {
        expected.set(bit(b, c, 0));
      }
      if (a != ' ' && b != ' ' && c != ' ' && (a < '\u2e80' || b < '\u2e80')) {
        expected.set(bit(a, b, c));
      }
    }
    assertThat(BitSet.valueOf(filter.bits())).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> narrow = Arbitraries.strings().withChars("ab1-  ").ofMaxLength(2_100);
    Arbitrary<String> mixed = Arbitraries.strings().withChars("ab \u4e00\u3042").ofMaxLength(2_100);
    return Arbitraries.oneOf(narrow, mixed, narrow.list().ofMaxSize(2).map(it -> it + "\u4e00a"));
  }

  private static int bit(int a, int b, int c) {
    return (((a * 31 + b) * 31 + c) * 0x9E3779B1) >>> 16;
  }

  private List<byte[]> filters(String path, String key) throws IOException {
    byte[] all = Base64.getDecoder().decode(content(path, key).asText());
    List<byte[]> filters = new ArrayList<>();
    for (int from = 0; from < all.length; from += HtmlFilter.LENGTH) {
      filters.add(java.util.Arrays.copyOfRange(all, from, from + HtmlFilter.LENGTH));
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
