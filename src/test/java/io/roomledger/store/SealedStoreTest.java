package io.roomledger.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Content;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are encrypted where they are kept, by all that holds for others. */
class SealedStoreTest extends ObjectStoreContract {
  private static final String OLD = "0f".repeat(32);
  private static final String NEW = "a1".repeat(32);

  @TempDir private Path root;

  @Override
  ObjectStore store() throws IOException {
    return store(NEW);
  }

  @Override
  boolean listsWhatItTakes() {
    return true;
  }

  /** Nothing can be written behind what another process has encrypted. */
  @Override
  boolean keepsUploads() {
    return false;
  }

  private ObjectStore store(String... keys) throws IOException {
    Path file = Files.write(root.resolve("keys"), Stream.of(keys).toList());
    SealKeys read = keys.length == 0 ? SealKeys.none() : SealKeys.of(file);
    return SealedStore.of(plain(), read);
  }

  private FileStore plain() throws IOException {
    return new FileStore(root.resolve("store"), Clock.systemUTC());
  }

  private Path file(String key) {
    return root.resolve("store/objects").resolve(key);
  }

  @Test
  void nothingOfTheBytesIsOnTheDisk() throws IOException {
    put(store(), "files/a", "a secret that nobody must read");
    String raw = Files.readString(file("files/a"), ISO_8859_1);
    assertThat(raw).startsWith("roomledger seal\n").doesNotContain("secret");
    put(store(), "files/b", "a secret that nobody must read");
    assertThat(Files.readString(file("files/b"), ISO_8859_1).substring(24))
        .isNotEqualTo(raw.substring(24));
  }

  @Test
  void whatWasStoredBeforeThereWasAKeyIsReadAsItIs() throws IOException {
    put(plain(), "old", "in the clear");
    put(plain(), "short", "x");
    put(store(), "new", "sealed");
    ObjectStore store = store();
    assertThat(text(get(store, "old"), 3)).isEqualTo("the clear");
    assertThat(text(get(store, "short"), 0)).isEqualTo("x");
    assertThat(text(get(store, "new"), 1)).isEqualTo("ealed");
  }

  @Test
  void anOldKeyGoesOnOpeningAndANewOneSeals() throws IOException {
    put(store(OLD), "a", "under the old key");
    ObjectStore both = store("# rotated", NEW, "", OLD);
    put(both, "b", "under the new key");
    assertThat(text(get(both, "a"), 0)).isEqualTo("under the old key");
    assertThat(text(get(both, "b"), 0)).isEqualTo("under the new key");
    for (String[] lacking : new String[][] {{}, {NEW}, {OLD}}) {
      assertThatThrownBy(() -> store(lacking))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("store.key-file: lacks the keys")
          .hasMessageNotContaining(OLD.substring(0, 16));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 20, 30, 60, 70_000, 199_000})
  void whatWasChangedIsNotRead(int at) throws IOException {
    byte[] bytes = new byte[200_000];
    new Random(7).nextBytes(bytes);
    ObjectStore store = store();
    try (ObjectStore.Upload upload = store.begin("a")) {
      upload.stream().write(bytes);
      upload.commit();
    }
    byte[] raw = Files.readAllBytes(file("a"));
    raw[at] ^= 1;
    Files.write(file("a"), raw);
    assertThatThrownBy(
            () -> {
              Content content = get(store, "a");
              try (InputStream in = content.open(0)) {
                byte[] read = in.readAllBytes();
                // without its first bytes it is no sealed file: then it is handed out as it lies
                // there
                assertThat(Arrays.equals(read, bytes)).isFalse();
                throw new IOException("as it lies there");
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatWasCutOrPutInAnothersPlaceIsNotRead() throws IOException {
    ObjectStore store = store();
    put(store, "a", "x".repeat(100_000));
    put(store, "b", "y".repeat(100_000));
    byte[] raw = Files.readAllBytes(file("a"));
    Files.write(file("b"), raw);
    assertThatThrownBy(() -> text(get(store, "b"), 0)).isInstanceOf(IOException.class);
    for (int length : new int[] {40, 65_536, 70_000, raw.length - 1}) {
      Files.write(file("a"), Arrays.copyOf(raw, length));
      assertThatThrownBy(() -> text(get(store, "a"), 0))
          .as("" + length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void itsOwnMarksAreNoObjects() throws IOException {
    ObjectStore store = store();
    put(store, "a", "x");
    assertThat(plain().list("sealed/")).hasSize(1);
    assertThat(store.list("")).hasSize(1);
    String mark = plain().list("sealed/").getFirst().key();
    assertThat(store.find(mark)).isEmpty();
    assertThatThrownBy(() -> store.delete(mark)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.begin(mark)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "abc", "0f0f", "not hexadecimal digits at all"})
  void aFileWithoutKeysIsRefusedAndNotQuoted(String line) {
    assertThatThrownBy(() -> store(line))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("store.key-file")
        .hasMessageContaining("expected: lines of 64 hexadecimal digits")
        .hasMessageNotContaining("hexadecimal digits at all");
  }

  @Test
  void anUnfinishedUploadIsNotKept() throws IOException {
    ObjectStore store = store();
    try (ObjectStore.Upload upload = store.begin("a")) {
      upload.stream().write("some".getBytes(UTF_8));
      assertThat(upload.keep()).isEmpty();
    }
    assertThat(store.list("")).isEmpty();
  }
}
