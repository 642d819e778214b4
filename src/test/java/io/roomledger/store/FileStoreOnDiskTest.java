package io.roomledger.store;

import static io.roomledger.store.ObjectStoreContract.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Content;
import io.roomledger.base.SettableClock;
import io.roomledger.store.ObjectStore.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What matters only where objects are files. */
class FileStoreOnDiskTest {
  @TempDir private Path folder;
  private final SettableClock clock = SettableClock.atNoon();
  private Path root = Path.of("unset");
  private FileStore store;

  @BeforeEach
  void open() throws IOException {
    root = folder.resolve("store");
    store = new FileStore(root, clock);
  }

  @Test
  void nothingIsLeftInIncoming() throws IOException {
    put(store, "a/b", "hello");
    try (Upload dropped = store.begin("a/c")) {
      dropped.stream().write(1);
      assertThat(incoming()).hasSize(1);
    }
    assertThat(incoming()).isEmpty();
  }

  @Test
  void whatACrashLeftIsSweptOnceItIsOld() throws IOException {
    Path old = Files.createFile(root.resolve("incoming/upload-old"));
    Path young = Files.createFile(root.resolve("incoming/upload-young"));
    Files.setLastModifiedTime(old, FileTime.from(clock.instant().minus(Duration.ofHours(7))));
    Files.setLastModifiedTime(young, FileTime.from(clock.instant().minus(Duration.ofHours(5))));
    FileStore next = new FileStore(root, clock);
    assertThat(incoming()).containsExactly(young);
    assertThat(next.list("")).isEmpty();
  }

  @Test
  void objectsOutliveTheProcess() throws IOException {
    put(store, "a/b", "hello");
    assertThat(new FileStore(root, clock).find("a/b")).isPresent();
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("x"), "secret");
    Files.createSymbolicLink(root.resolve("objects/file"), secret);
    Files.createSymbolicLink(root.resolve("objects/dir"), elsewhere);
    assertThat(store.find("file")).isEmpty();
    assertThat(store.find("dir/x")).isEmpty();
    assertThat(store.list("")).isEmpty();
    assertThat(store.list("dir/")).isEmpty();
    store.delete("dir/x");
    store.delete("file");
    assertThatThrownBy(() -> put(store, "dir/y", "no")).isInstanceOf(FileSystemException.class);
    assertThat(elsewhere.resolve("x")).exists();
    assertThat(elsewhere.resolve("y")).doesNotExist();
    assertThat(secret).hasContent("secret");
  }

  @Test
  void aFileThatBecomesALinkIsNotRead() throws IOException {
    put(store, "a", "mine");
    Content content = ObjectStoreContract.get(store, "a");
    Files.delete(root.resolve("objects/a"));
    Files.createSymbolicLink(
        root.resolve("objects/a"), Files.writeString(folder.resolve("secret"), "hers"));
    assertThatThrownBy(() -> content.open(0).close()).isInstanceOf(IOException.class);
  }

  @Test
  void aKeyIsNotTheFolderOfAnother() throws IOException {
    put(store, "a/b", "hello");
    assertThatThrownBy(() -> put(store, "a", "no")).isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> put(store, "a/b/c", "no")).isInstanceOf(FileSystemException.class);
    assertThat(incoming()).isEmpty();
    assertThat(store.list("")).hasSize(1);
  }

  @Test
  void emptyFoldersGoWithTheirLastObject() throws IOException {
    put(store, "a/b/c", "hello");
    store.delete("a/b/c");
    assertThat(root.resolve("objects")).isEmptyDirectory();
  }

  @Test
  void foldersComeAndGoWhileOthersUpload() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Integer>> hands =
          Stream.of("one", "two", "three", "four")
              .<Callable<Integer>>map(n -> () -> busy(n))
              .toList();
      for (Future<Integer> hand : threads.invokeAll(hands)) {
        assertThat(hand.get()).isEqualTo(300);
      }
    }
    assertThat(store.list("")).isEmpty();
  }

  private int busy(String name) throws IOException {
    for (int i = 0; i < 300; i++) {
      put(store, "shared/folder/" + name, "x");
      store.delete("shared/folder/" + name);
    }
    return 300;
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has a device that is always full")
  void aFullDiskSaysWhatToDoAndPublishesNothing() throws IOException {
    Path file = Files.createFile(root.resolve("incoming/upload-x"));
    FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
    try (Upload upload =
        new FileUpload(store, "a/b", file, new FileUpload.Bytes(full, false, 0, true))) {
      OutputStream stream = upload.stream();
      assertThatThrownBy(() -> stream.write(new byte[100_000]))
          .isInstanceOf(IOException.class)
          .matches(FullDisk::caused)
          .hasMessageContaining("a/b: not stored, nothing of it is kept")
          .hasMessageContaining("is full; free some space")
          .hasMessageContaining(root.toRealPath().toString());
      assertThatThrownBy(upload::commit).isInstanceOf(IOException.class);
    }
    assertThat(store.find("a/b")).isEmpty();
    assertThat(incoming()).isEmpty();
  }

  private List<Path> incoming() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("incoming"))) {
      return files.toList();
    }
  }
}
