package io.roomledger.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerTest {
  private static Container read(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("container", ".mp4");
    try {
      Files.write(file, bytes);
      return Container.read(file);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aWholeFileSaysHowLongItPlaysAndWhenItWasMade() throws IOException {
    Container mp4 = read(Films.fixture("whole.mp4"));
    assertThat(mp4.damage()).isEmpty();
    assertThat(mp4.duration()).contains(Duration.ofSeconds(3));
    assertThat(mp4.createdAt()).contains(Instant.parse("2024-03-05T10:15:30Z"));

    Container mov = read(Films.fixture("whole.mov"));
    assertThat(mov.damage()).isEmpty();
    assertThat(mov.duration()).contains(Duration.ofSeconds(3));
    assertThat(mov.createdAt()).contains(Instant.parse("2024-03-05T11:00:00Z"));
  }

  @Test
  void aFileInFragmentsIsAsLongAsItsFragmentsThoughItsHeadSaysZero() throws IOException {
    Container container = read(Films.fixture("fragmented.mp4"));
    assertThat(container.damage()).isEmpty();
    assertThat(container.duration().orElseThrow())
        .isBetween(Duration.ofMillis(2900), Duration.ofMillis(3300));
  }

  @Test
  void aRecorderWithoutAClockIsNotBelieved() throws IOException {
    assertThat(read(Films.fixture("fragmented.mp4")).createdAt()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole.mp4", "whole.mov"})
  void aFileThatWasCutOffAnywhereIsDamagedAndHasNoDuration(String name) throws IOException {
    byte[] whole = Films.fixture(name);
    for (int length = 0; length < whole.length; length += length < 200 ? 1 : 97) {
      Container cut = read(Arrays.copyOf(whole, length));
      assertThat(cut.damage()).as("%s cut to %d bytes", name, length).isPresent();
      assertThat(cut.duration()).as("%s cut to %d bytes", name, length).isEmpty();
    }
    assertThat(read(Arrays.copyOf(whole, whole.length - 1)).damage()).isPresent();
  }

  @Test
  void aWebmFileIsReadTooAndOneThatWasCutOffIsDamaged() throws IOException {
    byte[] whole = Films.fixture("whole.webm");
    Container webm = read(whole);
    assertThat(webm.damage()).isEmpty();
    assertThat(webm.duration().orElseThrow())
        .isBetween(Duration.ofMillis(2900), Duration.ofMillis(3200));
    for (int length = 4; length < whole.length; length += length < 400 ? 1 : 97) {
      Container cut = read(Arrays.copyOf(whole, length));
      assertThat(cut.damage()).as("cut to %d bytes", length).isPresent();
      assertThat(cut.duration()).as("cut to %d bytes", length).isEmpty();
    }
  }

  @Test
  void aWebmFileThatWasNeverFinishedIsDamaged() throws IOException {
    byte[] bytes = Films.fixture("whole.webm");
    int duration = indexOf(bytes, "D\u0089\u0088");
    // a filler of the same length, as a recorder writes where the duration will stand
    bytes[duration] = (byte) 0xec;
    bytes[duration + 1] = (byte) 0x89;
    assertThat(read(bytes).damage())
        .contains("it does not say how long it plays: the recorder never finished it");
  }

  @Property(tries = 300)
  void aSpoiltByteInAWebmFileIsNoFault(
      @ForAll @IntRange(min = 0, max = 500) int at, @ForAll byte value) throws IOException {
    byte[] bytes = Films.fixture("whole.webm");
    bytes[at] = value;
    Container container = read(bytes);
    assertThat(container.duration().isPresent()).isNotEqualTo(container.damage().isPresent());
  }

  @Test
  void theReasonSaysWhereTheFileEnds() throws IOException {
    byte[] whole = Films.fixture("whole.mov");
    Container cut = read(Arrays.copyOf(whole, whole.length - 1000));
    assertThat(cut.damage().orElseThrow())
        .isEqualTo(
            "cut off: the box mdat should end at byte %d, and the file ends at %d"
                .formatted(whole.length, whole.length - 1000));
    // its head stands at the beginning and is whole
    assertThat(cut.createdAt()).contains(Instant.parse("2024-03-05T11:00:00Z"));
  }

  @Test
  void whatIsNoVideoAtAllIsDamaged() throws IOException {
    assertThat(read(new byte[0]).damage()).contains("the file is empty");
    assertThat(
            read("This is not a film, whatever its name.".getBytes(StandardCharsets.UTF_8))
                .damage())
        .contains("neither MP4 nor QuickTime: it begins with  is ");
    assertThat(read(new byte[4096]).damage()).isPresent();
  }

  @Test
  void aCutInALastBoxThatIsOpenToTheEndIsFoundByItsTables() throws IOException {
    byte[] whole = Films.fixture("whole.mov");
    int mdat = indexOf(whole, "mdat") - 4;
    Arrays.fill(whole, mdat, mdat + 4, (byte) 0);
    assertThat(read(whole).damage()).isEmpty();
    assertThat(read(Arrays.copyOf(whole, mdat + 500)).damage().orElseThrow())
        .startsWith("cut off: a chunk should lie at byte");
  }

  @Property(tries = 300)
  void aSpoiltByteNeverMakesAFilmOfZeroSeconds(
      @ForAll @IntRange(min = 0, max = 4000) int fromTheEnd, @ForAll byte value)
      throws IOException {
    byte[] bytes = Films.fixture("whole.mp4");
    bytes[bytes.length - 1 - fromTheEnd] = value;
    Container container = read(bytes);
    assertThat(container.duration().isPresent()).isNotEqualTo(container.damage().isPresent());
    container.duration().ifPresent(duration -> assertThat(duration).isPositive());
  }

  private static int indexOf(byte[] bytes, String type) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(type);
  }
}
