package io.roomledger.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.SettingsFuzz;
import io.roomledger.booking.RulesFuzz;
import io.roomledger.chat.SearchFuzz;
import io.roomledger.conference.TranscriptFuzz;
import io.roomledger.dialect.feishu.EventTimesFuzz;
import io.roomledger.dialect.ledger.UploadMetadataFuzz;
import io.roomledger.dialect.ledger.WishFuzz;
import io.roomledger.dialect.rocketchat.ExportDatesFuzz;
import io.roomledger.export.VerificationFuzz;
import io.roomledger.film.FilmFuzz;
import io.roomledger.http.HeadersFuzz;
import io.roomledger.http.MultipartFuzz;
import io.roomledger.http.QueryFuzz;
import io.roomledger.intake.ArchiveFuzz;
import io.roomledger.intake.JsonFuzz;
import io.roomledger.intake.ics.IcsFuzz;
import io.roomledger.intake.mattermost.MattermostFuzz;
import io.roomledger.intake.recordings.RecorderMetadataFuzz;
import io.roomledger.intake.rocketchat.MessagesFuzz;
import io.roomledger.intake.slack.MrkdwnFuzz;
import io.roomledger.intake.slack.SlackFuzz;
import io.roomledger.intake.zulip.ZulipFuzz;
import io.roomledger.openid.OpenIdFuzz;
import io.roomledger.seal.SealFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What fuzzing found or kept ({@code bench/fuzz}) goes through its parser again, and so do small
 * changes of it: a short form of what {@code bench/fuzz} does for minutes.
 */
class FuzzCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/fuzz");

  /** As many changed inputs for each that is kept. */
  private static final int CHANGED = 20;

  /** Of a parser with much kept, so many. */
  private static final int MOST = 100;

  private interface Target {
    void take(byte[] bytes) throws Exception;
  }

  private record Parser(Class<?> name, Target target) {}

  private static final List<Parser> PARSERS =
      List.of(
          new Parser(ArchiveFuzz.class, ArchiveFuzz::fuzzerTestOneInput),
          new Parser(EventTimesFuzz.class, EventTimesFuzz::fuzzerTestOneInput),
          new Parser(ExportDatesFuzz.class, ExportDatesFuzz::fuzzerTestOneInput),
          new Parser(FilmFuzz.class, FilmFuzz::fuzzerTestOneInput),
          new Parser(HeadersFuzz.class, HeadersFuzz::fuzzerTestOneInput),
          new Parser(IcsFuzz.class, IcsFuzz::fuzzerTestOneInput),
          new Parser(JsonFuzz.class, JsonFuzz::fuzzerTestOneInput),
          new Parser(MattermostFuzz.class, MattermostFuzz::fuzzerTestOneInput),
          new Parser(MessagesFuzz.class, MessagesFuzz::fuzzerTestOneInput),
          new Parser(MrkdwnFuzz.class, MrkdwnFuzz::fuzzerTestOneInput),
          new Parser(MultipartFuzz.class, MultipartFuzz::fuzzerTestOneInput),
          new Parser(OpenIdFuzz.class, OpenIdFuzz::fuzzerTestOneInput),
          new Parser(QueryFuzz.class, QueryFuzz::fuzzerTestOneInput),
          new Parser(RecorderMetadataFuzz.class, RecorderMetadataFuzz::fuzzerTestOneInput),
          new Parser(RulesFuzz.class, RulesFuzz::fuzzerTestOneInput),
          new Parser(SealFuzz.class, SealFuzz::fuzzerTestOneInput),
          new Parser(SearchFuzz.class, SearchFuzz::fuzzerTestOneInput),
          new Parser(SettingsFuzz.class, SettingsFuzz::fuzzerTestOneInput),
          new Parser(SlackFuzz.class, SlackFuzz::fuzzerTestOneInput),
          new Parser(TranscriptFuzz.class, TranscriptFuzz::fuzzerTestOneInput),
          new Parser(UploadMetadataFuzz.class, UploadMetadataFuzz::fuzzerTestOneInput),
          new Parser(VerificationFuzz.class, VerificationFuzz::fuzzerTestOneInput),
          new Parser(WishFuzz.class, WishFuzz::fuzzerTestOneInput),
          new Parser(ZulipFuzz.class, ZulipFuzz::fuzzerTestOneInput));

  @TestFactory
  Stream<DynamicTest> whatWasKeptIsReadOrRefusedAndSoIsWhatIsNearIt() {
    return PARSERS.stream()
        .map(
            parser -> DynamicTest.dynamicTest(parser.name().getSimpleName(), () -> replay(parser)));
  }

  /** A parser that is fuzzed and not replayed would lose what fuzzing found. */
  @Test
  void everyParserThatIsFuzzedIsReplayed() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
      assertThat(sources.map(source -> source.getFileName().toString()))
          .filteredOn(name -> name.endsWith("Fuzz.java"))
          .map(name -> name.replace(".java", ""))
          .containsExactlyInAnyOrderElementsOf(
              PARSERS.stream().map(parser -> parser.name().getSimpleName()).toList());
    }
  }

  private static void replay(Parser parser) throws Exception {
    List<Path> kept;
    try (Stream<Path> files = Files.list(CORPUS.resolve(parser.name().getSimpleName()))) {
      kept = files.sorted().limit(MOST).toList();
    }
    assertThat(kept).isNotEmpty();
    Random random = new Random(1);
    for (Path file : kept) {
      byte[] bytes = Files.readAllBytes(file);
      parser.target().take(bytes);
      for (int i = 0; i < CHANGED && bytes.length > 0; i++) {
        parser.target().take(changed(bytes, random));
      }
    }
  }

  private static byte[] changed(byte[] bytes, Random random) {
    byte[] changed =
        random.nextInt(4) == 0
            ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1)
            : bytes.clone();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }
}
