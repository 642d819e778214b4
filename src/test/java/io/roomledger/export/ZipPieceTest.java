package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An entry of which others have packed pieces. */
class ZipPieceTest {
  private static final byte[] TEXT = text();

  @TempDir private Path folder;

  /** Four blocks and a half, half of it noise. */
  private static byte[] text() {
    byte[] text = new byte[9 * Squeezer.BLOCK / 2];
    new Random(1).nextBytes(text);
    Arrays.fill(text, text.length / 4, 3 * text.length / 4, (byte) 'a');
    return text;
  }

  private static final class Cuts implements ZipStream.Marks {
    private final List<KeptEntry> ended = new ArrayList<>();
    private final List<KeptZip> all = new ArrayList<>();

    @Override
    public boolean due() {
      return true;
    }

    @Override
    public void reached(long size, List<KeptEntry> more, Optional<KeptEntry> open) {
      ended.addAll(more);
      all.add(new KeptZip(SmallExport.AT, size, ended, open));
    }
  }

  /** Where own bytes end and a piece of another's begins, in turns. */
  private static final List<List<Integer>> BORDERS =
      List.of(
          List.of(),
          List.of(0, TEXT.length),
          List.of(1, 2, 3, 4),
          List.of(Squeezer.BLOCK, 2 * Squeezer.BLOCK),
          List.of(1000, Squeezer.BLOCK + 1000, Squeezer.BLOCK + 1000, TEXT.length - 1),
          List.of(Squeezer.BLOCK / 2, 3 * Squeezer.BLOCK));

  @Test
  void piecesMakeTheEntryThatOneWriterMakesWhereverItWasCut() throws Exception {
    for (List<Integer> borders : BORDERS) {
      Cuts cuts = new Cuts();
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      ZipStream.Written written =
          fill(new ZipStream(whole, KeptZip.none(SmallExport.AT), cuts), borders);
      assertThat(written.size()).isEqualTo(TEXT.length);
      assertThat(written.sha256()).isEqualTo(hash(TEXT));
      assertHolds(whole.toByteArray());
      for (List<Integer> others : BORDERS) {
        for (KeptZip cut : cuts.all) {
          ByteArrayOutputStream again = new ByteArrayOutputStream();
          again.write(whole.toByteArray(), 0, (int) cut.size());
          ZipStream.Written same = fill(new ZipStream(again, cut, null), others);
          assertThat(same.sha256()).isEqualTo(hash(TEXT));
          assertHolds(again.toByteArray());
        }
      }
    }
  }

  @Test
  void anEntryOfPiecesThatIsNoLongerWhatItWasIsNotGoneOnWith() throws Exception {
    Cuts cuts = new Cuts();
    fill(
        new ZipStream(OutputStream.nullOutputStream(), KeptZip.none(SmallExport.AT), cuts),
        BORDERS.getLast());
    KeptZip cut = cuts.all.stream().filter(each -> each.open().isPresent()).toList().getLast();
    byte[] other = TEXT.clone();
    other[Squeezer.BLOCK]++;
    ZipStream zip = new ZipStream(OutputStream.nullOutputStream(), cut, null);

    OutputStream entry = zip.entry("room.json", false);
    assertThatThrownBy(() -> entry.write(other)).isInstanceOf(KeptZip.ChangedException.class);
    ZipStream shorter = new ZipStream(OutputStream.nullOutputStream(), cut, null);
    shorter.entry("room.json", false).write(TEXT, 0, (int) cut.open().orElseThrow().size() - 1);
    assertThatThrownBy(shorter::endEntry).isInstanceOf(KeptZip.ChangedException.class);
  }

  @Test
  void aDamagedPieceIsNoticed() throws Exception {
    for (int at = 60; at < TEXT.length / 3; at += TEXT.length / 20) {
      Piece piece = Piece.of(TEXT);
      piece.bytes[at]++;
      ZipStream zip = new ZipStream(OutputStream.nullOutputStream(), SmallExport.AT);
      OutputStream _ = zip.entry("room.json", false);
      assertThatThrownBy(() -> zip.append(piece.packed()))
          .isInstanceOf(ZipJoin.DamagedException.class);
    }
  }

  /** What another has packed. */
  private static final class Piece {
    private final List<KeptEntry> entries;
    private final byte[] bytes;

    private Piece(List<KeptEntry> entries, byte[] bytes) {
      this.entries = entries;
      this.bytes = bytes;
    }

    static Piece of(byte[] plain) throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (ZipStream zip = new ZipStream(packed, SmallExport.AT)) {
        zip.piece("room.json").write(plain);
        ZipStream.Written ended = Objects.requireNonNull(zip.endEntry());
        List<KeptEntry> entries = zip.leave(List.of(ended));
        assertThat(entries).singleElement().matches(entry -> !entry.ended());
        return new Piece(entries, packed.toByteArray());
      }
    }

    ZipJoin.Packed packed() {
      return new ZipJoin.Packed(entries, new ByteArrayInputStream(bytes), bytes.length);
    }
  }

  /** Writes the text, of which every other stretch between borders is a piece of another's. */
  private static ZipStream.Written fill(ZipStream zip, List<Integer> borders) throws IOException {
    try (zip) {
      OutputStream entry = zip.entry("room.json", false);
      int from = 0;
      boolean own = true;
      List<Integer> all = new ArrayList<>(borders);
      all.add(TEXT.length);
      for (int to : all) {
        byte[] some = Arrays.copyOfRange(TEXT, from, to);
        if (own) {
          entry.write(some);
        } else if (some.length > 0) {
          ZipJoin.Packed packed = Piece.of(some).packed();
          zip.append(packed);
          assertThat(packed.sha256()).hasSize(64);
        }
        own = !own;
        from = to;
      }
      ZipStream.Written written = Objects.requireNonNull(zip.endEntry());
      zip.noMoreMarks();
      zip.finish();
      return written;
    }
  }

  private void assertHolds(byte[] zip) throws IOException {
    Path path = Files.write(folder.resolve("a.zip"), zip);
    try (ZipFile file = new ZipFile(path.toFile())) {
      ZipEntry entry = file.getEntry("room.json");
      assertThat(file.getInputStream(entry).readAllBytes()).isEqualTo(TEXT);
      assertThat(entry.getSize()).isEqualTo(TEXT.length);
    }
  }

  private static String hash(byte[] bytes) {
    MessageDigest hash = Sha256.begin();
    hash.update(bytes);
    return Sha256.hex(hash);
  }
}
