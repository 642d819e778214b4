package io.roomledger.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegTest {
  private static final Ffmpeg FFMPEG = Ffmpeg.find(FilmSettings.standard()).orElseThrow();

  @TempDir Path folder;

  private Path film(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void itIsFoundByNameAndByPathAndCanBeForbidden() {
    assertThat(find("ffmpeg")).isPresent();
    assertThat(find("/usr/bin/ffmpeg")).isPresent();
    assertThat(find("none")).isEmpty();
    assertThat(find("no-such-program")).isEmpty();
    assertThat(find("/no/such/program")).isEmpty();
  }

  private static java.util.Optional<Ffmpeg> find(String name) {
    return Ffmpeg.find(new FilmSettings(name, Duration.ofMinutes(1), true));
  }

  @Test
  void aPictureIsAJpegThatFitsIntoItsFrame() throws Exception {
    Path jpeg = folder.resolve("picture.jpg");
    FFMPEG.picture(film("a.mp4", Films.fixture("whole.mp4")), Duration.ofMillis(1500), jpeg);
    java.awt.image.BufferedImage image = javax.imageio.ImageIO.read(jpeg.toFile());
    assertThat(image.getWidth()).isBetween(100, 480);
    assertThat(image.getHeight()).isBetween(50, 270);
  }

  @Test
  void aFilmInFragmentsThatWasCutOffIsMendedUpToTheCut() throws Exception {
    byte[] whole = Films.fixture("fragmented.mp4");
    Path cut = film("-cut.mp4", Arrays.copyOf(whole, whole.length * 3 / 4));
    assertThat(Container.read(cut).damage()).isPresent();

    Path mended = folder.resolve("mended.mp4");
    FFMPEG.mend(cut, mended);

    Container container = Container.read(mended);
    assertThat(container.damage()).isEmpty();
    assertThat(container.duration().orElseThrow())
        .isBetween(Duration.ofMillis(1000), Duration.ofMillis(2900));
  }

  @Test
  void aFilmWhoseIndexWasNeverWrittenCannotBeMendedAndSaysSo() throws Exception {
    byte[] whole = Films.fixture("whole.mp4");
    int index = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("moov");
    Path film = film("no index.mp4", Arrays.copyOf(whole, index - 4));
    assertThatThrownBy(() -> FFMPEG.mend(film, folder.resolve("out.mp4")))
        .isInstanceOfSatisfying(
            FilmException.class,
            e -> assertThat(e.reason()).contains("Invalid data").doesNotContain(folder.toString()));
  }

  @Test
  void aFilmIsCutIntoPiecesThatItsListNames() throws Exception {
    Path pieces = Files.createDirectory(folder.resolve("pieces"));
    FFMPEG.cut(film("a.mp4", Films.fixture("whole.mp4")), pieces);
    String list = Files.readString(pieces.resolve(Ffmpeg.LIST));
    assertThat(list).startsWith("#EXTM3U").contains("piece-00000.m4s").contains("#EXT-X-ENDLIST");
    assertThat(list).contains("URI=\"" + Ffmpeg.BEGINNING + "\"").doesNotContain("/");
    try (Stream<Path> files = Files.list(pieces)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains(Ffmpeg.LIST, Ffmpeg.BEGINNING, "piece-00000.m4s");
    }
  }

  /** A list that names another file is a film to a program that looks at contents. */
  @Test
  void aListOfOtherFilesIsNoFilm() throws Exception {
    Path secret = film("secret.mp4", Films.fixture("whole.mp4"));
    String list = "#EXTM3U\n#EXTINF:3,\nfile://" + secret + "\n#EXT-X-ENDLIST\n";
    Path film = Files.writeString(folder.resolve("list.mp4"), list);
    assertThatThrownBy(() -> FFMPEG.mend(film, folder.resolve("out.mp4")))
        .isInstanceOf(FilmException.class);
  }

  @Test
  void itIsEndedWhenItTakesTooLong() throws Exception {
    Path slow = Files.writeString(folder.resolve("slow"), "#!/bin/sh\nexec sleep 60\n");
    assertThat(slow.toFile().setExecutable(true)).isTrue();
    Ffmpeg endless =
        Ffmpeg.find(new FilmSettings(slow.toString(), Duration.ofSeconds(1), true)).orElseThrow();
    Path film = film("a.mp4", Films.fixture("whole.mp4"));
    assertThatThrownBy(() -> endless.mend(film, folder.resolve("out.mp4")))
        .isInstanceOf(FilmException.class)
        .hasMessage("it took longer than 1 s");
  }
}
