package io.roomledger.chat;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          cat.png, cat.png
          ../../etc/passwd, _.._etc_passwd
          C:\\boot.ini, C__boot.ini
          ``, file
          ..., file
          .hidden, hidden
          Jürgen 写真.jpg, Jürgen 写真.jpg
          """)
  void namesBecomeOneSafeSegment(String name, String safe) {
    assertThat(FileNames.safe(name)).isEqualTo(safe);
  }

  @Property
  void whateverTheNameItStaysInItsFolder(@ForAll String name) {
    String safe = FileNames.safe(name);
    assertThat(safe)
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(120)
        .doesNotContain("/", "\\", "\0", "\n", "\u202e")
        .isNotEqualTo("..")
        .isNotEqualTo(".");
  }

  @ParameterizedTest
  @CsvSource({"txt", "jpeg"})
  void longNamesKeepTheirEnding(String ending) {
    assertThat(FileNames.safe("x".repeat(500) + "." + ending)).hasSize(120).endsWith("x." + ending);
  }
}
