package io.roomledger.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningHoursTest {
  @Test
  void openingHoursAreReadAsTheyAreWritten() {
    for (String text :
        List.of(
            "mon-fri 08:00-18:00", "mon,tue,thu-sat 09:00-12:00", "sat 22:30-24:00", "always")) {
      assertThat(OpeningHours.parse(text)).hasToString(text);
    }
    assertThat(OpeningHours.parse("fri-mon 00:00-12:00").days())
        .containsExactlyInAnyOrder(
            DayOfWeek.FRIDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY);
    for (String wrong : List.of("", "mon 18:00-08:00", "mon 25:00-26:00", "xyz 08:00-09:00")) {
      assertThatThrownBy(() -> OpeningHours.parse(wrong)).hasMessageContaining("such as mon-fri");
    }
  }
}
