package io.roomledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonTest {

  private static String written(Object value) {
    return new String(Json.bytes(value), StandardCharsets.UTF_8);
  }

  private static JsonNode read(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void charactersAreWrittenAsThemselves() {
    assertThat(written(Map.of("a", "é漢🎉"))).isEqualTo("{\"a\":\"é漢🎉\"}");
    assertThat(written("\"\\\n\u0001<")).isEqualTo("\"\\\"\\\\\\n\\u0001<\"");
  }

  @Test
  void halfACharacterIsNoFault() {
    assertThat(read(written("a\ud83d"))).isNotNull();
    assertThat(read(written(read("{\"a\":\"\\udc00x\"}")))).isNotNull();
  }

  @Test
  void membersKeepTheirOrder() {
    assertThat(written(Json.object().put("b", 1).put("a", 2).set("c", Json.array().add("x"))))
        .isEqualTo("{\"b\":1,\"a\":2,\"c\":[\"x\"]}");
  }

  @Test
  void whatIsNoJsonIsRefusedWithABeginningOfIt() {
    assertThatThrownBy(() -> read("{\"a\":1,".repeat(50)))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("body: {\"a\":1,")
        .hasMessageContaining("... (expected: JSON; ")
        .hasMessageNotContaining("com.fasterxml");
    assertThatThrownBy(() -> read("{} x")).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> read("1".repeat(5000))).isInstanceOf(RefusedException.class);
    assertThat(read("").isMissingNode()).isTrue();
    byte[] likeAnotherEncoding = {'{', 0, 0, 0, 't', 's', '!', '{'};
    assertThatThrownBy(() -> Json.read(likeAnotherEncoding))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("UTF-32");
  }

  @Property
  void anyTextIsWrittenWithoutAFaultAndReadBackIfItIsWhole(@ForAll String text) {
    JsonNode again = Json.read(Json.bytes(text));
    boolean whole = StandardCharsets.UTF_8.newEncoder().canEncode(text);
    assertThat(again.isTextual()).isTrue();
    if (whole) {
      assertThat(again.asText()).isEqualTo(text);
    }
  }
}
