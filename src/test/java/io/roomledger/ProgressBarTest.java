package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  @Test
  void showsShareRateAndTimeLeft() {
    assertThat(ProgressBar.line(50_000, 200_000, "ubuntu", 2.0))
        .isEqualTo(
            "[#######.......................]  25 %  50,000 of 200,000  25,000/s  6 s left  ubuntu");
  }

  @Test
  void showsOnlyTheCountWhileTheTotalIsNotKnown() {
    assertThat(ProgressBar.line(7, -1, "counting", 0)).isEqualTo("7  counting");
  }

  @Test
  void writesWholeLinesWhereThereIsNoTerminal() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ProgressBar bar = new ProgressBar(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
    bar.show(1, 2, "a");
    bar.show(1, 2, "a");
    bar.end(2, 2, "a");
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(l -> !l.contains("\r"));
  }
}
