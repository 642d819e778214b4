package io.roomledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.roomledger.base.Content;
import io.roomledger.base.Period;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.chat.ChatHouse;
import io.roomledger.conference.Conferences;
import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.export.Filter;
import io.roomledger.export.Filters;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.Recipe;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.export.Sheet;
import io.roomledger.export.Verification;
import io.roomledger.export.format.HostileTexts;
import io.roomledger.export.format.WorkbookFormat;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.job.JobStatus;
import io.roomledger.mail.MailSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import net.fortuna.ical4j.data.CalendarBuilder;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every recipe in every situation: its own columns and format, filled with what is worst, through
 * the whole engine and read back by somebody else's reader.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecipesContractTest {
  private static final Caller OPERATOR = new Caller.Operator(Accounts.MAIN);
  private static final Instant START = Instant.parse("2024-03-15T10:00:00Z");
  private static final String LONG =
      "200 kilobytes of it, \u6f22\u5b57, \ud83d\ude00. ".repeat(8_000);
  private static final Pattern ROW = Pattern.compile("<article |<tr id=");

  private Path folder = Path.of("unset");
  private ChatHouse house;
  private List<Recipe<?>> recipes;
  private Exports exports;

  /** What a file is filled with. */
  private enum Situation {
    EMPTY,
    ONE,
    GAP,
    HOSTILE,
    LONG_TEXT;

    List<String> texts() {
      return switch (this) {
        case EMPTY -> List.of();
        case ONE -> List.of("Good morning");
        case GAP -> List.of("look", "there");
        case HOSTILE -> HostileTexts.ALL;
        case LONG_TEXT -> List.of("before", LONG, "after");
      };
    }
  }

  @BeforeAll
  void open(@TempDir Path temporary) {
    folder = temporary;
    house = new ChatHouse(folder, MailSettings.defaults());
    recipes =
        new Recipes(
                house.database,
                house.store,
                house.accounts,
                new MeetingRooms(house.database, house.audit, house.clock),
                new Conferences(house.database, house.audit, house.clock),
                house.clock)
            .all(new SettingReader(Map.of()).read(Config.class));
    List<Recipe<?>> filled = new ArrayList<>();
    recipes.forEach(recipe -> filled.add(filled(recipe)));
    exports = house.exports(filled);
  }

  @AfterAll
  void close() {
    exports.close();
    house.database.close();
  }

  /** The same columns, titles and roles in the same format; only the cells are ours. */
  private static Recipe<List<Cell>> filled(Recipe<?> recipe) {
    List<Column<List<Cell>>> columns = new ArrayList<>();
    for (Column<?> column : recipe.sheet().columns()) {
      int place = columns.size();
      columns.add(
          new Column<>(column.key(), column.title(), column.role(), cells -> cells.get(place)));
    }
    Sheet<List<Cell>> sheet = new Sheet<>(recipe.sheet().name(), recipe.sheet().layout(), columns);
    return new Recipe<>(
        recipe.name(), new Filling(sheet), sheet, recipe.format(), recipe.packaged());
  }

  @TestFactory
  Stream<DynamicTest> everyRecipeInEverySituation() {
    return recipes.stream()
        // a report's rows belong to its chapters; UtilisationExportTest fills those
        .filter(recipe -> !(recipe.format() instanceof WorkbookFormat))
        .flatMap(recipe ->
            Stream.of(Situation.values())
                .map(situation ->
                    dynamicTest(recipe.name() + ", " + situation, () -> check(recipe, situation))));
  }

  private void check(Recipe<?> recipe, Situation situation) throws Exception {
    Selection selection = Selection.of("situation", situation.name());
    ExportOrder order =
        new ExportOrder(recipe.name(), Period.ALWAYS, selection, "file", Optional.empty());
    long id = exports.order(OPERATOR, order).id();
    house.jobs.runAll();
    ExportJob job = exports.get(OPERATOR, id);
    // a cell of a workbook holds no more than 32,767 characters
    boolean cut = situation == Situation.LONG_TEXT && recipe.format().name().equals("xlsx");
    boolean gaps = cut || situation == Situation.GAP;
    assertThat(job.reason()).isEmpty();
    assertThat(job.job().status()).isEqualTo(gaps ? JobStatus.DONE_WITH_GAPS : JobStatus.DONE);
    assertThat(job.result().orElseThrow().rows()).isEqualTo(situation.texts().size());

    Map<String, byte[]> files = files(id, recipe);
    String read = read(recipe.format().name(), files, situation);
    if (situation == Situation.GAP) {
      assertThat(read).contains("the bytes are lost");
    }
    if (situation == Situation.ONE) {
      assertThat(read).contains("Good morning");
    }
  }

  private Map<String, byte[]> files(long id, Recipe<?> recipe) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    Path file = folder.resolve("out-" + id);
    try (InputStream in = exports.open(OPERATOR, id).content().open(0)) {
      Files.copy(in, file);
    }
    if (!recipe.packaged()) {
      files.put("main." + recipe.format().ending(), Files.readAllBytes(file));
      return files;
    }
    assertThat(Verification.of(file).problems()).isEmpty();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.getName().startsWith("manifest.")) {
          files.put(entry.getName(), zip.readAllBytes());
        }
      }
    }
    return files;
  }

  /** Everything that a reader sees, after that was found whole. */
  private static String read(String format, Map<String, byte[]> files, Situation situation)
      throws Exception {
    int rows = situation.texts().size();
    return switch (format) {
      case "html" -> html(files, rows);
      case "json" -> json(text(files, "json"), rows) + text(files, "gaps.json");
      case "csv" -> csv(text(files, "csv"), rows) + text(files, "gaps.csv");
      case "xlsx" -> workbook(files, rows) + text(files, "gaps.csv");
      case "ics" -> calendar(text(files, "ics"), rows) + text(files, "gaps.ics");
      case "text" -> text(files, "txt") + text(files, "gaps.txt");
      default -> throw new AssertionError("no reader for " + format);
    };
  }

  private static String html(Map<String, byte[]> files, int rows) {
    StringBuilder all = new StringBuilder();
    int found = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().endsWith(".html")) {
        String page = new String(file.getValue(), UTF_8);
        assertThat(page)
            .matches("(?s).*</html>\n(<!--`\\)//-->\n)?")
            .doesNotContain("<script>alert", "<img src=x");
        all.append(page);
        Matcher row = ROW.matcher(file.getKey().startsWith("pages/") ? page : "");
        while (row.find()) {
          found++;
        }
      }
    }
    assertThat(found).isEqualTo(rows);
    return all.toString();
  }

  private static String json(String text, int rows) throws IOException {
    int found = 0;
    for (String line : text.lines().filter(line -> !line.isEmpty()).toList()) {
      JsonNode node = new ObjectMapper().readTree(line);
      assertThat(node.isObject()).isTrue();
      found += node.has("gap") ? 0 : 1;
    }
    assertThat(found).isEqualTo(rows);
    return text;
  }

  private static String csv(String text, int rows) throws IOException {
    assertThat(text).startsWith("\ufeff");
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(text.substring(1))) {
      List<CsvRecord> lines = reader.stream().toList();
      assertThat(lines).allMatch(line -> line.getFieldCount() == lines.getFirst().getFieldCount());
      assertThat(lines.stream().skip(1).filter(line -> !line.getField(0).startsWith("GAP")))
          .hasSize(rows)
          .allMatch(line -> line.getFields().stream().noneMatch(field -> field.startsWith("=")));
    }
    return text;
  }

  private static String workbook(Map<String, byte[]> files, int rows) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] bytes =
        files.entrySet().stream()
            .filter(file -> file.getKey().endsWith(".xlsx"))
            .findFirst()
            .orElseThrow()
            .getValue();
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(bytes))) {
      assertThat(book.getFirstSheet().read()).hasSize(rows + 1);
      for (var sheet : book.getSheets().toList()) {
        sheet.read().forEach(row -> row.forEach(cell -> all.append(cell)));
      }
    }
    return all.toString();
  }

  private static String calendar(String text, int rows) throws Exception {
    assertThat(text.split("\r\n")).allMatch(line -> line.getBytes(UTF_8).length <= 75);
    long found =
        new CalendarBuilder()
            .build(new StringReader(text)).getComponents("VEVENT").stream()
                .filter(event -> !event.toString().contains("the bytes are lost"))
                .count();
    assertThat(found).isEqualTo(rows);
    return text.replace("\r\n ", "");
  }

  /** The file of the package that ends so, not in a folder; empty if there is none. */
  private static String text(Map<String, byte[]> files, String ending) {
    return files.entrySet().stream()
        .filter(file -> !file.getKey().contains("/") && file.getKey().endsWith(ending))
        .filter(file -> ending.startsWith("gaps.") || !file.getKey().startsWith("gaps."))
        .map(file -> new String(file.getValue(), UTF_8))
        .findFirst()
        .orElse("");
  }

  /** Pours rows that suit the columns. */
  private record Filling(Sheet<List<Cell>> sheet) implements RecordSource<List<Cell>> {
    @Override
    public String kind() {
      return "filling";
    }

    @Override
    public Filters filters() {
      return Filters.of(Filter.texts("situation", "Situation", "a situation"));
    }

    @Override
    public void authorise(Caller caller, ExportOrder order) {
      Situation _ = situation(order);
    }

    private static Situation situation(ExportOrder order) {
      return Situation.valueOf(order.selection().need("situation"));
    }

    @Override
    public Heading heading(Handle snapshot, ExportOrder order) {
      return new Heading(
          "<b>A</b> & B", "main", order.period(), List.of(new Heading.Fact("Topic", "<i>tea</i>")));
    }

    @Override
    public long count(Handle snapshot, ExportOrder order) {
      return situation(order).texts().size();
    }

    @Override
    public void pour(Handle snapshot, ExportOrder order, Basin<List<Cell>> basin)
        throws IOException {
      int number = 0;
      for (String text : situation(order).texts()) {
        number++;
        basin.row("id" + number, START.plusSeconds(number), cells(number, text));
      }
      if (situation(order) == Situation.GAP) {
        basin.item(new Item.Gap("f16", "file <tea>.png", "the bytes are lost"));
        basin.item(new Item.Attachment("f17", "assets/f17.png", "image/png", new Lost()));
        basin.item(new Item.Gap("f18", "file late.png", "the bytes are lost"));
      }
    }

    private List<Cell> cells(int number, String text) {
      Column<?> main = main();
      return sheet.columns().stream()
          .map(column ->
              cell(column, number, text.equals(LONG) && !column.equals(main) ? "brief" : text))
          .toList();
    }

    /** The column of what was said; only there anybody writes so much. */
    private Column<?> main() {
      return sheet.columns().stream()
          .filter(column -> column.role() == Column.Role.TEXT)
          .findFirst()
          .orElseGet(() ->
              sheet.columns().stream()
                  .filter(column -> cell(column, 1, LONG).equals(Cell.text(LONG)))
                  .findFirst()
                  .orElseThrow());
    }

    private static Cell cell(Column<?> column, int number, String text) {
      return switch (column.role()) {
        case ID -> Cell.text("id" + number);
        case MOMENT -> Cell.moment(START.plusSeconds(number));
        case AUTHOR, AUTHOR_NAME, TEXT -> Cell.text(text);
        case FILES ->
            new Cell.Many(List.of(new Cell.Link("assets/f17.png", text), Cell.text(text)));
        case REACTIONS ->
            new Cell.Many(
                List.of(
                    new Cell.Fields(
                        List.of(
                            new Cell.Field("emoji", Cell.text(text)),
                            new Cell.Field(
                                "usernames", new Cell.Many(List.of(Cell.text(text))))))));
        case REPLIES -> Cell.number(number);
        case SYSTEM, EDITED, PARENT, THUMBNAILS, QUOTES, PINNED, CHANGE, DELETED -> Cell.EMPTY;
        case PLAIN -> plain(column.key(), number, text);
      };
    }

    /** Calendars read some columns by their keys. */
    private static Cell plain(String key, int number, String text) {
      return switch (key) {
        case "uid" -> Cell.text("id" + number);
        case "start", "created", "updated" -> Cell.moment(START.plusSeconds(number));
        case "end" -> Cell.moment(START.plusSeconds(number + 60L));
        case "status" -> Cell.text("CONFIRMED");
        default -> Cell.text(text);
      };
    }
  }

  /** A file that is listed, and gone when it is read. */
  private static final class Lost implements Content {
    @Override
    public long size() {
      return 17;
    }

    @Override
    public InputStream open(long position) throws IOException {
      throw new IOException("the bytes are lost");
    }
  }
}
