package io.roomledger.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@example.org",
        "a.b+c@x-y.example",
        "root@localhost",
        "o'neil@example.org",
        "1@2.example",
        "x@xn--bcher-kva.example"
      })
  void anAddressIsTaken(String address) {
    assertThat(MailAddress.check("to", address)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ann",
        "ann@",
        "@example.org",
        "ann@@example.org",
        "a@b@c",
        " ann@example.org",
        "ann@example.org ",
        "ann@example.org,bob@example.org",
        "ann@example.org;bob@example.org",
        "Ann <ann@example.org>",
        "<ann@example.org>",
        "\"ann\"@example.org",
        "ann@[127.0.0.1]",
        "ann(x)@example.org",
        ".ann@example.org",
        "ann.@example.org",
        "a..b@example.org",
        "ann@.org",
        "ann@org.",
        "ann@-x.org",
        "ann@x-.org",
        "ann@ex_ample.org",
        "bücher@x.org",
        "ann@bücher.org",
        "ann@example.org\r\nBcc: eve@example.org",
        "ann@example.org\n",
        "ann@example.org\r",
        "an\0n@example.org",
        "ann@example.org\u2028",
        "group:ann@x.org;"
      })
  void anythingElseIsRefusedInOneLine(String address) {
    assertThatThrownBy(() -> MailAddress.check("to", address))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("to: ")
        .hasMessageContaining("expected: one mail address")
        .message()
        .doesNotContainPattern("[\r\n\0]");
  }

  @Test
  void lengthsAreBounded() {
    assertThat(MailAddress.isValid("a".repeat(64) + "@example.org")).isTrue();
    assertThat(MailAddress.isValid("a".repeat(65) + "@example.org")).isFalse();
    assertThat(MailAddress.isValid("a@" + "b".repeat(63) + ".org")).isTrue();
    assertThat(MailAddress.isValid("a@" + "b".repeat(64) + ".org")).isFalse();
    assertThat(MailAddress.isValid("a@" + "b.".repeat(130) + "org")).isFalse();
    assertThat(MailAddress.isValid("a".repeat(1_000_000))).isFalse();
  }

  @Property
  void whatIsTakenIsOneAddressForTheMailLibraryToo(@ForAll("nearly") String text)
      throws AddressException {
    if (MailAddress.isValid(text)) {
      InternetAddress[] parsed = InternetAddress.parse(text, true);
      assertThat(parsed).hasSize(1);
      assertThat(parsed[0].getAddress()).isEqualTo(text);
      assertThat(text).matches("[!-~]+");
    }
  }

  @Provide
  Arbitrary<String> nearly() {
    Arbitrary<String> part =
        Arbitraries.strings().withChars("ab1.-+_'@ ,;:<>()\"\\[]\r\n\0é").ofMaxLength(8);
    Arbitrary<String> clean =
        Arbitraries.strings().withChars("ab1.-").ofMinLength(1).ofMaxLength(6);
    return Arbitraries.oneOf(
        Combinators.combine(part, part).as((a, b) -> a + "@" + b),
        Combinators.combine(clean, clean).as((a, b) -> a + "@" + b),
        Arbitraries.strings().ofMaxLength(30));
  }
}
