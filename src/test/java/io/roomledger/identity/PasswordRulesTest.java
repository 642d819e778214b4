package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  private static final List<String> ANNA =
      List.of("anna.lindqvist", "Anna Lindqvist", "anna@brightwater.example");
  private static final PasswordRules RULES = new PasswordRules(PasswordSettings.standard());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password123",
        "P@ssw0rd1234",
        "qwertyuiop",
        "1234567890",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "iloveyou2024",
        "lindqvist1",
        "Roomledger1",
        "brightwater"
      })
  void whatIsGuessedSoonIsRefused(String password) {
    assertThat(RULES.fault(password, ANNA)).contains(PasswordRules.Fault.GUESSABLE);
    assertThatThrownBy(() -> RULES.check(password, ANNA))
        .isInstanceOf(RefusedException.class)
        .hasMessageNotContaining(password);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "four plain grey boats",
        "kX7-vq2.Lm9",
        "正确的马电池订书钉很长",
        "aaaaaaaaaaaaaaaakX7-vq2.Lm9pZ4wT",
        "4@8({[<369&#!10$5+7%2/4@8({[<369&#!10$5+7%2/4@8({[<369&#!10$5+7%"
      })
  void whatIsNotGuessedSoonIsTaken(String password) {
    assertThat(RULES.fault(password, ANNA)).isEmpty();
  }

  @Test
  void lengthIsThatOfTheSettings() {
    PasswordRules rules = new PasswordRules(new PasswordSettings(12, 6, false));
    assertThat(rules.fault("x".repeat(11), List.of())).contains(PasswordRules.Fault.LENGTH);
    assertThat(rules.fault("x".repeat(12), List.of())).isEmpty();
    assertThat(rules.fault("x".repeat(1001), List.of())).contains(PasswordRules.Fault.LENGTH);
    rules.checkByCall("123456", List.of());
    assertThatThrownBy(() -> rules.checkByCall("12345", List.of()))
        .hasMessage("password: 5 characters (expected: 6 to 1000 characters)");
    assertThatThrownBy(() -> new PasswordSettings(7, 6, true))
        .hasMessageContaining("passwords.shortest: 7 (expected: 8 to 64)");
    assertThat(PasswordRules.about(account())).hasSize(2);
  }

  private static Account account() {
    return new Account("a2345678901234567", "main", "anna", "Anna", Optional.empty(), "", true);
  }
}
