package io.roomledger.export.format;

import io.roomledger.base.Period;
import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A conversation with everything in it that a page can show. */
final class LivelyRoom {
  static final Instant START = Instant.parse("2024-02-26T08:12:00Z");

  private static final List<String[]> PEOPLE =
      List.of(
          new String[] {"mira.okafor", "Mira Okafor"},
          new String[] {"jonas", "Jonas Lindqvist"},
          new String[] {"wei", "魏 小雨"},
          new String[] {"tomasz.b", "Tomasz Brzęczyszczykiewicz"},
          new String[] {"amal", "أمل حداد"},
          new String[] {"deploybot", "deploybot"});

  private static final List<String> TALK =
      List.of(
          "Morning all \ud83d\udc4b",
          "The projector in Aurora is back, I tried it with my own laptop.",
          "Can somebody take the minutes today? I have to leave at half past.",
          "I will.",
          "Notes from the walk-through:\n\u2022 the east stairs stay closed until Thursday\n"
              + "\u2022 badges work again on floor 3\n\u2022 somebody please water the ficus",
          "https://example.org/floorplan?floor=3&view=east has the new floor plan.",
          "会议室已经预订好了，下午三点见。",
          "تم حجز القاعة، نلتقي في الثالثة.",
          "Does anybody mind if we move the stand-up to 09:30? Two of us come in by the slow"
              + " train.",
          "No objections here.",
          "Build 1842 is green, deploying to staging.",
          "Thanks, that was quick!");

  private LivelyRoom() {}

  static final String[] HOSTILE = {
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">",
    "</p></div></main><style>*{display:none}</style><svg onload=alert(1)>",
    "\u202Eevil reversed text\u202C and javascript:alert(1)",
    "[click](http://127.0.0.1:9/track) <a href=javascript:alert(1)>x</a> <meta http-equiv=refresh"
        + " content=0>"
  };

  /** Said once each, on the second page. */
  static final String[] RARE = {
    "The Zeppelin key is under the flower pot, says \u00d6d\u00f6n; see rule (b) [draft].",
    "玻璃会议室的钥匙在花盆下面，不要告诉别人。",
    "ЁЛКИ стоят в коридоре до пятницы.",
    "Η ΣΥΝΑΝΤΗΣΗ ΑΥΡΙΟ στις δέκα.",
    "Lines one\nand two, \u202eturned\u202c, \"quoted\" \\ and \ud83e\udd94 hedgehog."
  };

  static final int RARE_FROM = 1_500;

  static final Heading HEADING =
      new Heading(
          "Building services & friends",
          "GENERAL",
          new Period(Instant.parse("2024-02-01T00:00:00Z"), Instant.parse("2024-05-01T00:00:00Z")),
          List.of(
              new Heading.Fact("Room id", "iu7jtPAhvEeAS5tNq"),
              new Heading.Fact("Room name", "building-services"),
              new Heading.Fact("Topic", "Rooms, badges, coffee. Rules: https://example.org/rules"),
              new Heading.Fact("Members", "42")));

  static Sheet<Item.Row> sheet() {
    List<Column<Item.Row>> columns = new ArrayList<>();
    for (Column.Role role : Column.Role.values()) {
      if (role != Column.Role.PLAIN) {
        columns.add(new Column<>(role.name(), role.name(), role, row -> Cell.EMPTY));
      }
    }
    return new Sheet<>("messages", Sheet.Layout.TRANSCRIPT, columns);
  }

  /** Writes {@code count} messages into {@code folder}, unpacked. */
  static void write(Path folder, int count) throws IOException {
    Random random = new Random(7);
    try (FolderTarget target = new FolderTarget(folder)) {
      Format.Writer writer = new HtmlFormat().open(HEADING, sheet(), target);
      Instant at = START;
      for (int i = 0; i < count; i++) {
        writer.item(row(i, at, random));
        at =
            at.plus(
                Duration.ofSeconds(20 + random.nextInt(random.nextInt(12) == 0 ? 40_000 : 400)));
      }
      writer.rowsDone();
      Files.createDirectories(folder.resolve("assets"));
      Files.write(folder.resolve("assets/f1-floor plan #3.png"), picture());
      Files.write(folder.resolve("assets/f1-thumb.png"), picture());
      writer.item(
          new Item.Gap("Fq2xK", "file offsite-2023.mov", "its bytes are no longer in the store"));
      writer.finish();
    }
  }

  /** One of the messages. */
  static Item.Row row(int i, Instant at) {
    return row(i, at, new Random(i));
  }

  private static Item.Row row(int i, Instant at, Random random) {
    String[] person = PEOPLE.get(i % 23 == 22 ? 5 : (i * 7 / 3 + random.nextInt(2)) % 5);
    String text = TALK.get(random.nextInt(TALK.size()));
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text("m" + i));
    cells.add(Cell.moment(at));
    cells.add(Cell.text(person[0]));
    cells.add(Cell.text(person[1]));
    cells.add(Cell.text(said(i, text)));
    cells.add(Cell.EMPTY);
    cells.add(i % 31 == 9 ? Cell.moment(at.plusSeconds(60)) : Cell.EMPTY);
    cells.add(i % 19 == 11 ? Cell.text(i % 2 == 0 ? "m" + (i - 5) : "long-gone") : Cell.EMPTY);
    cells.add(i % 13 == 8 ? reactions() : Cell.EMPTY);
    cells.add(i % 41 == 14 ? files() : Cell.EMPTY);
    cells.add(i % 82 == 14 ? thumbnails() : Cell.EMPTY);
    cells.add(i % 67 == 5 ? quote("m" + (i - 3)) : Cell.EMPTY);
    cells.add(i % 19 == 6 && i % 2 == 1 ? Cell.number(1) : Cell.EMPTY);
    cells.add(i % 211 == 20 ? Cell.moment(at.plusSeconds(600)) : Cell.EMPTY);
    cells.add(Cell.EMPTY);
    cells.add(Cell.EMPTY);
    if (i == 2 || i % 97 == 50) {
      cells.set(4, Cell.text("joined the channel"));
      cells.set(5, Cell.text("uj"));
    }
    return new Item.Row("m" + i, at, cells);
  }

  private static String said(int i, String otherwise) {
    if (i >= 4 && i < 4 + HOSTILE.length) {
      return HOSTILE[i - 4];
    }
    boolean rare = i >= RARE_FROM && i < RARE_FROM + RARE.length;
    return rare ? RARE[i - RARE_FROM] : otherwise;
  }

  private static Cell reactions() {
    return new Cell.Many(
        List.of(
            reaction(":+1:", "mira.okafor", "jonas", "wei"),
            reaction(":tada:", "amal"),
            reaction(":party_parrot:", "tomasz.b", "wei")));
  }

  private static Cell reaction(String emoji, String... names) {
    List<Cell> who = new ArrayList<>();
    for (String name : names) {
      who.add(Cell.text(name));
    }
    return new Cell.Fields(
        List.of(
            new Cell.Field("emoji", Cell.text(emoji)),
            new Cell.Field("usernames", new Cell.Many(who))));
  }

  private static Cell files() {
    return new Cell.Many(
        List.of(
            new Cell.Link("assets/f1-floor plan #3.png", "floor plan #3.png"),
            new Cell.Link("assets/f2-minutes.pdf", "minutes.pdf"),
            new Cell.Text("offsite-2023.mov")));
  }

  private static Cell thumbnails() {
    return new Cell.Many(
        List.of(
            new Cell.Link("assets/f1-thumb.png", "320x180"),
            Cell.EMPTY,
            new Cell.Link("javascript:alert(1)", "1x1\" onerror=\"alert(1)")));
  }

  private static Cell quote(String id) {
    return new Cell.Many(
        List.of(
            new Cell.Fields(
                List.of(
                    new Cell.Field("who", Cell.text("Mira <b>Okafor</b>")),
                    new Cell.Field("text", Cell.text("Two lines\nof <i>what was said</i>")),
                    new Cell.Field("id", Cell.text(id))))));
  }

  /** A small picture: a sunset in four stripes. */
  private static byte[] picture() throws IOException {
    java.awt.image.BufferedImage image =
        new java.awt.image.BufferedImage(480, 270, java.awt.image.BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 270; y++) {
      for (int x = 0; x < 480; x++) {
        int rgb = java.awt.Color.HSBtoRGB(0.95f + y / 1800f, 0.35f + y / 500f, 0.95f - x / 1600f);
        image.setRGB(x, y, rgb);
      }
    }
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    javax.imageio.ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
