package io.roomledger.dialect.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*|true",
        "''|true",
        "application/*|true",
        "application/json;q=0.5, text/html|true",
        "text/html|false",
        "application/json;q=0|false",
        "APPLICATION/JSON|true",
      })
  void aRangeOfTheClientMustHoldWhatIsGiven(String accept, boolean suits) {
    assertThat(Negotiation.accepts(accept, List.of("application/json"))).isEqualTo(suits);
    assertThat(Negotiation.accepts(accept, List.of())).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|true",
        "application/json; charset=utf-8|true",
        "application/merge-patch+json|true",
        "text/xml|false",
        "application/x-www-form-urlencoded|false",
      })
  void aBodySaysThatItIsJsonOrNothing(String type, boolean taken) {
    assertThat(Negotiation.takes(type, List.of("application/json"))).isEqualTo(taken);
  }
}
