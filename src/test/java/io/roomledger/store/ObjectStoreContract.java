package io.roomledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Content;
import io.roomledger.store.ObjectStore.Entry;
import io.roomledger.store.ObjectStore.StoredObject;
import io.roomledger.store.ObjectStore.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store does; an implementation's test says only how to open one. */
abstract class ObjectStoreContract {

  /** A new, empty store. */
  abstract ObjectStore store() throws IOException;

  /** Whether a listing tells how much an object takes there, which may be more than it has. */
  boolean listsWhatItTakes() {
    return false;
  }

  @Test
  void whatIsCommittedIsFound() throws IOException {
    ObjectStore store = store();
    StoredObject stored = put(store, "exports/7/1", "hello");
    assertThat(stored.key()).isEqualTo("exports/7/1");
    assertThat(text(stored.content(), 0)).isEqualTo("hello");
    assertThat(text(get(store, "exports/7/1"), 0)).isEqualTo("hello");
    assertThat(get(store, "exports/7/1").size()).isEqualTo(5);
    assertThat(store.find("exports/7/2")).isEmpty();
    assertThat(store.find("exports/7")).isEmpty();
    assertThat(store.find("exports/7/1/x")).isEmpty();
  }

  @Test
  void anUploadIsInvisibleUntilItIsCommitted() throws IOException {
    ObjectStore store = store();
    try (Upload upload = store.begin("a/b")) {
      upload.stream().write("hello".getBytes(UTF_8));
      upload.stream().flush();
      assertThat(store.find("a/b")).isEmpty();
      assertThat(store.list("")).isEmpty();
      upload.commit();
      assertThat(store.find("a/b")).isPresent();
    }
    assertThat(store.find("a/b")).isPresent();
  }

  @Test
  void anUploadThatIsClosedLeavesNothing() throws IOException {
    ObjectStore store = store();
    try (Upload upload = store.begin("a/b")) {
      upload.stream().write(new byte[200_000]);
    }
    assertThat(store.find("a/b")).isEmpty();
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void closingTheStreamDoesNotEndTheUpload() throws IOException {
    ObjectStore store = store();
    try (Upload upload = store.begin("a/b")) {
      try (OutputStream stream = upload.stream()) {
        stream.write("hello".getBytes(UTF_8));
      }
      upload.commit();
    }
    assertThat(text(get(store, "a/b"), 0)).isEqualTo("hello");
  }

  @Test
  void anObjectNeverChanges() throws IOException {
    ObjectStore store = store();
    put(store, "a/b", "first");
    try (Upload upload = store.begin("a/b")) {
      upload.stream().write("second".getBytes(UTF_8));
      assertThatThrownBy(upload::commit)
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessageContaining("a/b");
    }
    assertThat(text(get(store, "a/b"), 0)).isEqualTo("first");
    assertThat(store.list("")).hasSize(1);
  }

  @Test
  void anUploadIsCommittedOnce() throws IOException {
    ObjectStore store = store();
    try (Upload upload = store.begin("a/b")) {
      upload.commit();
      assertThatThrownBy(upload::commit).isInstanceOf(IOException.class);
    }
    assertThat(get(store, "a/b").size()).isZero();
  }

  @Test
  void contentIsReadFromAnyPositionAsOftenAsWished() throws IOException {
    ObjectStore store = store();
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    try (Upload upload = store.begin("big")) {
      upload.stream().write(bytes, 0, 100);
      upload.stream().write(bytes[100]);
      upload.stream().write(bytes, 101, bytes.length - 101);
      upload.commit();
    }
    Content content = get(store, "big");
    for (int position : new int[] {0, 1, 65_535, 65_536, 299_999, 300_000}) {
      try (InputStream one = content.open(position);
          InputStream two = content.open(0)) {
        assertThat(one.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, position, bytes.length));
        assertThat(two.skip(position)).isEqualTo(position);
        assertThat(two.read()).isEqualTo(position == bytes.length ? -1 : bytes[position] & 0xff);
      }
    }
    assertThatThrownBy(() -> content.open(300_001).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 300000");
    assertThatThrownBy(() -> content.open(-1).close()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsDeletedIsGoneAndMayComeBack() throws IOException {
    ObjectStore store = store();
    put(store, "a/b/c", "first");
    put(store, "a/d", "stays");
    store.delete("a/b/c");
    store.delete("a/b/c");
    store.delete("never/was");
    assertThat(store.find("a/b/c")).isEmpty();
    assertThat(store.list("")).extracting(Entry::key).containsExactly("a/d");
    put(store, "a/b/c", "second");
    assertThat(text(get(store, "a/b/c"), 0)).isEqualTo("second");
  }

  @Test
  void aListingHoldsWhatBeginsWithThePrefix() throws IOException {
    ObjectStore store = store();
    for (String key : List.of("exports/71/1", "exports/71/2", "exports/72/1", "files/x")) {
      put(store, key, key);
    }
    assertThat(store.list("exports/71/"))
        .extracting(Entry::key)
        .containsExactlyInAnyOrder("exports/71/1", "exports/71/2");
    assertThat(store.list("exports/7")).hasSize(3);
    if (!listsWhatItTakes()) {
      assertThat(store.list("exports/71/2")).extracting(Entry::size).containsExactly(12L);
    }
    assertThat(store.list("")).hasSize(4);
    assertThat(store.list("nothing/")).isEmpty();
    assertThat(store.list("exports/71/1/")).isEmpty();
    assertThat(store.list("files/")).allSatisfy(e -> assertThat(e.storedAt()).isNotNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "a/",
        "a//b",
        ".",
        "..",
        "../x",
        "a/../../x",
        "a/./b",
        ".hidden",
        "a/.hidden",
        "a\\b",
        "a b",
        "a\0b",
        "ä",
        "a\n",
        "C:x",
        "a/~b",
        "%2e%2e/x"
      })
  void whatIsNoKeyIsRefused(String key) throws IOException {
    ObjectStore store = store();
    assertThatThrownBy(() -> store.begin(key).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
    assertThatThrownBy(() -> store.find(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyThatIsTooLongIsRefused() throws IOException {
    ObjectStore store = store();
    assertThatThrownBy(() -> store.begin("a".repeat(201)).close())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.begin("a/".repeat(20) + "a").close())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.list("../")).isInstanceOf(IllegalArgumentException.class);
  }

  static StoredObject put(ObjectStore store, String key, String text) throws IOException {
    try (Upload upload = store.begin(key)) {
      upload.stream().write(text.getBytes(UTF_8));
      return upload.commit();
    }
  }

  static Content get(ObjectStore store, String key) throws IOException {
    return store.find(key).orElseThrow().content();
  }

  static String text(Content content, long position) throws IOException {
    try (InputStream stream = content.open(position)) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }
}
