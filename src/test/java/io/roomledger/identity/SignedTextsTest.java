package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignedTextsTest {
  private static final Instant END = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant BEFORE = END.minusMillis(1);

  private final Database database = TestDatabase.fresh();
  private final SignedTexts texts = new SignedTexts(database);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aTextProvesItsSubjectUntilItsEndAlsoOnAnotherServer() {
    for (String subject : List.of("7111325589855797267", "", "é🎉/\n", "x".repeat(1000))) {
      String signed = texts.sign("file", subject, END);
      assertThat(signed).matches("[A-Za-z0-9_-]+");
      assertThat(texts.read("file", signed, BEFORE)).contains(subject);
      assertThat(new SignedTexts(database).read("file", signed, BEFORE)).contains(subject);
      assertThat(texts.read("file", signed, END)).isEmpty();
    }
  }

  @Test
  void aTextIsForOnePurposeOnly() {
    assertThat(texts.read("other", texts.sign("file", "7", END), BEFORE)).isEmpty();
  }

  @Test
  void noChangedBitIsBelieved() {
    byte[] signed = Base64.getUrlDecoder().decode(texts.sign("file", "subject", END));
    for (int bit = 0; bit < signed.length * 8; bit++) {
      byte[] changed = signed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
      assertThat(texts.read("file", text, BEFORE)).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void nonsenseIsNotBelieved() {
    for (String text : List.of("", "x", "====", "\0", "é", "A".repeat(80), "A".repeat(100_000))) {
      assertThat(texts.read("file", text, BEFORE)).isEmpty();
    }
  }

  @Test
  void paddingIsTakenAsSomeClientsAddIt() {
    String signed = texts.sign("file", "7", END);
    String padded = signed + "=".repeat((4 - signed.length() % 4) % 4);
    assertThat(texts.read("file", padded, BEFORE)).contains("7");
  }

  @Test
  void anotherDatabaseHasAnotherKey() {
    try (Database other = TestDatabase.fresh()) {
      String foreign = new SignedTexts(other).sign("file", "7", END);
      assertThat(texts.read("file", foreign, BEFORE)).isEmpty();
    }
  }
}
