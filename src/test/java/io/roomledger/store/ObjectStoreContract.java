package io.roomledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomledger.base.Content;
import io.roomledger.store.ObjectStore.Entry;
import io.roomledger.store.ObjectStore.StoredObject;
import io.roomledger.store.ObjectStore.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
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

  /** Whether an upload that was not committed can be gone on with. */
  boolean keepsUploads() {
    return true;
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

  @Test
  void anUploadThatWasLeftIsGoneOnWithBehindWhatWasKept() throws IOException {
    assumeTrue(keepsUploads(), "it keeps none");
    ObjectStore store = store();
    String left;
    try (Upload first = store.begin("exports/7/1")) {
      write(first, "safe");
      left = first.keep().orElseThrow();
      write(first, " and lost");
      assertThat(store.takeOver(left, "exports/7/2", 4)).as("it is still written to").isEmpty();
      first.leave();
    }
    assertThat(store.takeOver(left, "exports/7/2", 5_000)).as("it is shorter").isEmpty();
    try (Upload second = store.takeOver(left, "exports/7/2", 4).orElseThrow()) {
      assertThat(second.kept().readAllBytes()).asString(UTF_8).isEqualTo("safe");
      write(second, " again");
      second.commit();
    }
    assertThat(text(get(store, "exports/7/2"), 0)).isEqualTo("safe again");
    assertThat(store.list("")).extracting(Entry::key).containsExactly("exports/7/2");
    assertThat(store.takeOver(left, "exports/7/3", 4)).as("it was committed").isEmpty();
    assertThat(store.takeOver("no-upload", "exports/7/3", 4)).isEmpty();
    assertThat(store.takeOver("../x y", "exports/7/3", 4)).isEmpty();
  }

  @Test
  void anUploadIsGoneOnWithAgainAndAgain() throws IOException {
    assumeTrue(keepsUploads(), "it keeps none");
    ObjectStore store = store();
    String left;
    try (Upload first = store.begin("exports/7/1")) {
      write(first, "one");
      left = first.keep().orElseThrow();
      first.leave();
    }
    try (Upload breaksOff = store.takeOver(left, "exports/7/2", 3).orElseThrow()) {
      write(breaksOff, " lost");
      breaksOff.leave();
    }
    try (Upload second = store.takeOver(left, "exports/7/3", 2).orElseThrow()) {
      assertThat(second.kept().readAllBytes()).asString(UTF_8).isEqualTo("on");
      write(second, " two");
      left = second.keep().orElseThrow();
      write(second, " three");
      left = second.keep().orElse(left);
      second.leave();
    }
    try (Upload third = store.takeOver(left, "exports/7/4", 6).orElseThrow()) {
      assertThat(third.kept().readAllBytes()).asString(UTF_8).isEqualTo("on two");
      third.commit();
    }
    assertThat(text(get(store, "exports/7/4"), 0)).isEqualTo("on two");
    assertThat(store.list("")).hasSize(1);
  }

  @Test
  void whatIsLeftIsDroppedUnlessItIsWantedYoungOrWrittenTo() throws IOException {
    assumeTrue(keepsUploads(), "it keeps none");
    ObjectStore store = store();
    String wanted = left(store, "a/wanted");
    String unwanted = left(store, "a/unwanted");
    Instant later = Instant.now().plus(Duration.ofHours(8));
    try (Upload writing = store.begin("a/writing")) {
      write(writing, "x");
      assertThat(writing.keep()).isPresent();
      assertThat(store.dropLeft(Set.of(wanted), Instant.now().minus(Duration.ofHours(1)))).isZero();
      assertThat(store.dropLeft(Set.of(wanted), later)).isEqualTo(1);
      assertThat(store.takeOver(unwanted, "a/b", 1)).isEmpty();
      writing.commit();
    }
    try (Upload heir = store.takeOver(wanted, "a/b", 1).orElseThrow()) {
      heir.commit();
    }
    assertThat(get(store, "a/b").size()).isEqualTo(1);
  }

  @Test
  void whatNobodyWantsAnyMoreGoes() throws IOException {
    assumeTrue(keepsUploads(), "it keeps none");
    ObjectStore store = store();
    String left = left(store, "a/left");
    store.takeOver(left, "unwanted", 0).orElseThrow().close();
    assertThat(store.takeOver(left, "a/b", 1)).isEmpty();
    String begun = left(store, "a/begun");
    store.takeOver(begun, "a/c", 1).orElseThrow().close();
    assertThat(store.takeOver(begun, "a/d", 1)).isEmpty();
    assertThat(store.list("")).isEmpty();
    assertThat(store.dropLeft(Set.of(), Instant.now().plus(Duration.ofHours(8)))).isZero();
  }

  private static String left(ObjectStore store, String key) throws IOException {
    try (Upload upload = store.begin(key)) {
      write(upload, "x");
      String left = upload.keep().orElseThrow();
      upload.leave();
      return left;
    }
  }

  private static void write(Upload upload, String text) throws IOException {
    upload.stream().write(text.getBytes(UTF_8));
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
