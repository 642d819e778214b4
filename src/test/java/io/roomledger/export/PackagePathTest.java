package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PackagePathTest {
  @Test
  void goodPathsStay() {
    for (String path : List.of("a.txt", "assets/f1-a b.png", "漢字/ä.pdf", "x/.hidden", "a..b")) {
      assertThat(PackagePath.safe(path)).isEqualTo(path);
    }
  }

  @Test
  void badPathsAreMadeSafe() {
    assertThat(PackagePath.safe("../../etc/passwd")).isEqualTo("etc/passwd");
    assertThat(PackagePath.safe("/etc/passwd")).isEqualTo("etc/passwd");
    assertThat(PackagePath.safe("..\\..\\win.ini")).isEqualTo("win.ini");
    assertThat(PackagePath.safe("C:/x")).isEqualTo("C_/x");
    assertThat(PackagePath.safe("a\u0000b\nc\u202Etxt.exe")).isEqualTo("a_b_c_txt.exe");
    assertThat(PackagePath.safe("dot. ./x.")).isEqualTo("dot. _/x_");
    assertThat(PackagePath.safe("")).isEqualTo("unnamed");
    assertThat(PackagePath.safe("..")).isEqualTo("unnamed");
  }

  @Test
  void aLongNameKeepsItsBeginningAndItsEnding() {
    String safe = PackagePath.safe("assets/id17-" + "x".repeat(400) + ".png");

    assertThat(safe).startsWith("assets/id17-x").endsWith("x.png").hasSize(7 + 120);
  }

  @Property
  void whateverComesOutIsHarmlessAndStays(
      @ForAll @StringLength(max = 300) @CharRange(from = '\u0000', to = '\uffff') String path) {
    String safe = PackagePath.safe(path);

    assertThat(PackagePath.harmless(safe)).as(safe).isTrue();
    assertThat(PackagePath.safe(safe)).isEqualTo(safe);
  }

  @Property
  void dotsAndSlashesInAnyOrderAreHarmless(
      @ForAll @StringLength(max = 12) @net.jqwik.api.constraints.Chars({'.', '/', '\\', 'a', ' '})
          String path) {
    assertThat(PackagePath.harmless(PackagePath.safe(path))).isTrue();
  }
}
