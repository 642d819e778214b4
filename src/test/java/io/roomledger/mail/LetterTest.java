package io.roomledger.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterTest {
  private static final List<String> ANN = List.of("ann@example.org");

  @ParameterizedTest
  @ValueSource(
      strings = {"a\r\nBcc: eve@example.org", "a\nb", "a\rb", "a\0b", "a\u2028b", "", "  "})
  void aSubjectIsOneLineOfText(String subject) {
    assertThatThrownBy(() -> new Letter(ANN, Optional.empty(), subject, "", ""))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("subject: ")
        .message()
        .doesNotContainPattern("[\r\n\0\u2028]");
  }

  @Test
  void badAddressesAreRefused() {
    assertThatThrownBy(() -> letter(List.of("ann@example.org", "bob"), Optional.empty()))
        .hasMessageStartingWith("to: bob");
    assertThatThrownBy(() -> letter(ANN, Optional.of("bob\r\nX: y")))
        .hasMessageStartingWith("replyTo: bob??X: y");
    assertThatThrownBy(() -> letter(List.of(), Optional.empty()))
        .hasMessage("to: 0 addresses (expected: 1 to 500 addresses)");
    assertThatThrownBy(() -> letter(Collections.nCopies(501, "ann@example.org"), Optional.empty()))
        .hasMessageContaining("501 addresses");
  }

  @Test
  void sizesAreBounded() {
    assertThatThrownBy(
            () -> new Letter(ANN, Optional.empty(), "s", "x".repeat(10_000_001), "short"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isInstanceOf(Refusal.TooLarge.class));
    assertThatThrownBy(() -> new Letter(ANN, Optional.empty(), "s".repeat(501), "", ""))
        .hasMessageContaining("501 characters");
  }

  @Test
  void settingsThatCannotWorkAreRefusedAndNeverShowThePassword() {
    assertThatThrownBy(() -> new MailSettings("h", 25, "me", "", "", "none"))
        .hasMessageStartingWith("mail.from: me");
    assertThatThrownBy(() -> new MailSettings("h", 0, "a@b.org", "", "", "none"))
        .hasMessageStartingWith("mail.port: 0");
    assertThatThrownBy(() -> new MailSettings("h", 25, "a@b.org", "", "", "ssl"))
        .hasMessage("mail.security: ssl (expected: none, starttls or tls)");
    assertThatThrownBy(() -> new MailSettings("h x", 25, "a@b.org", "", "", "tls"))
        .hasMessageStartingWith("mail.host");
    assertThat(new MailSettings("h", 25, "a@b.org", "me", "hunter2", "tls").toString())
        .doesNotContain("hunter2");
    assertThat(MailSettings.defaults().host()).isEmpty();
  }

  private static Letter letter(List<String> to, Optional<String> replyTo) {
    return new Letter(to, replyTo, "subject", "<p>html</p>", "text");
  }
}
