package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.export.Format;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextFormatTest extends FormatContract {
  @Override
  Format format() {
    return new TextFormat();
  }

  /** A reader that knows only this: a message begins without blanks and goes on behind four. */
  @Override
  List<String> texts(MemoryTarget files) {
    List<String> texts = new ArrayList<>();
    StringBuilder said = new StringBuilder();
    for (String line : files.text("room").split("\n", -1)) {
      if (line.startsWith("    ")) {
        said.append(said.isEmpty() ? "" : "\n").append(line.substring(4));
      } else if (!said.isEmpty()) {
        texts.add(said.toString());
        said.setLength(0);
      }
    }
    return texts;
  }

  @Override
  String kept(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints().map(c -> lost(c) ? 0xfffd : c).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean lost(int c) {
    return (c < ' ' && c != '\n' && c != '\t')
        || (c >= 0xd800 && c <= 0xdfff)
        || c == 0xfffe
        || c == 0xffff;
  }

  @Override
  String everything(MemoryTarget files) {
    return files.text("room");
  }

  @Test
  void aMessageReadsLikeOne() throws Exception {
    assertThat(write(false, List.of(line(1, "Good morning\nall"))).text("room"))
        .isEqualTo(
            """
            Köln & <b>friends</b>
              From: 2024-03-15T10:00:00Z
              To: 2024-03-16T10:00:00Z
              Topic: <i>tea</i> & cake

            2024-03-15T10:01:00.000Z  ann1  [id1]
                Good morning
                all
            """);
  }

  @Test
  void nobodyCanWriteTheLineOfAnother() throws Exception {
    String forged =
        "hi\n2024-03-15T10:02:00.000Z  boss  [id2]\n    You are fired\rGAP: all\u2028GAP: x";
    assertThat(write(false, List.of(line(1, forged))).text("room").split("\\R"))
        .noneMatch(text -> text.startsWith("2024-03-15T10:02") || text.startsWith("GAP"));
  }
}
