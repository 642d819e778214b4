package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataChoiceTest {
  @TempDir Path home;

  @Test
  void whatIsSaidCounts() {
    assertThat(DataChoice.existing(Optional.of(Path.of("/x")), home)).isEqualTo(Path.of("/x"));
  }

  @Test
  void theOneThatIsThereIsMeant() throws Exception {
    assertThat(DataChoice.existing(Optional.empty(), home))
        .isEqualTo(home.resolve(DataChoice.SERVE));
    Files.createDirectory(home.resolve(DataChoice.DEMO));
    assertThat(DataChoice.existing(Optional.empty(), home))
        .isEqualTo(home.resolve(DataChoice.DEMO));
  }

  @Test
  void twoAreNotGuessedBetween() throws Exception {
    Files.createDirectory(home.resolve(DataChoice.DEMO));
    Files.createDirectory(home.resolve(DataChoice.SERVE));
    assertThatThrownBy(() -> DataChoice.existing(Optional.empty(), home))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--data: not said");
  }
}
