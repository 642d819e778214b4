package io.roomledger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeScriptTest {
  @Test
  void theVendorsPackagesLoad() {
    assertThat(NodeScript.run("packages.mjs", Map.of()))
        .contains("loaded @larksuiteoapi/node-sdk", "loaded @rocket.chat/sdk");
  }

  @Test
  void aScriptThatFailsFailsTheTestInItsOwnWords() {
    assertThatThrownBy(() -> NodeScript.run("no-such-script.mjs", Map.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no-such-script.mjs");
  }
}
