package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.security.auth.module.UnixSystem;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temporary;

  @Test
  void itIsMadeWithItsParentsAndClosedToOthers() throws IOException {
    Path path = temporary.resolve("a/b/data");
    try (DataDirectory directory = DataDirectory.open(path)) {
      assertThat(directory.path()).isEqualTo(path.toRealPath());
      assertThat(permissions(path)).isEqualTo("rwx------");
    }
  }

  @Test
  void aFolderThatOthersCouldReadIsClosed() throws IOException {
    Path path = Files.createDirectory(temporary.resolve("data"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    DataDirectory.open(path).close();
    assertThat(permissions(path)).isEqualTo("rwx------");
  }

  @Test
  void oneProcessHoldsItOnce() {
    Path path = temporary.resolve("data");
    assertThat(DataDirectory.holder(path)).isEmpty();
    try (DataDirectory _ = DataDirectory.open(path)) {
      assertThat(DataDirectory.holder(path)).hasValue(ProcessHandle.current().pid());
      assertThatThrownBy(() -> DataDirectory.open(path))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
      assertThat(DataDirectory.holder(path)).isPresent();
    }
    assertThat(DataDirectory.holder(path)).isEmpty();
    DataDirectory.open(path).close();
  }

  @Test
  void anotherNameForItIsTheSameFolder() throws IOException {
    Path path = temporary.resolve("data");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), path);
    try (DataDirectory _ = DataDirectory.open(path)) {
      assertThat(DataDirectory.holder(link)).isPresent();
      assertThatThrownBy(() -> DataDirectory.open(link)).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void aFileIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "x");
    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(RefusedException.class)
        .hasMessage("data: " + file + " (expected: a folder, not a file)");
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("data: " + file);
  }

  @Test
  void somebodyElsesFolderIsLeftAlone() throws IOException {
    Files.writeString(temporary.resolve("letter.txt"), "x");
    String before = permissions(temporary);
    assertThatThrownBy(() -> DataDirectory.open(temporary))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("a new or empty folder");
    assertThat(permissions(temporary)).isEqualTo(before);
    assertThat(temporary.resolve("roomledger.lock")).doesNotExist();
  }

  @Test
  void aFolderThatMayNotBeWrittenIsRefused() throws IOException {
    assumeFalse(new UnixSystem().getUid() == 0, "root may write anywhere");
    Path path = Files.createDirectory(temporary.resolve("data"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-x------"));
    assertThatThrownBy(() -> DataDirectory.open(path))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("may read and write");
  }

  @Test
  void aNewerFormatIsRefusedAndTheLockGivenBack() throws IOException {
    Path path = temporary.resolve("data");
    DataDirectory.open(path).close();
    Files.writeString(path.resolve("roomledger.format"), "2\n");
    assertThatThrownBy(() -> DataDirectory.open(path))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("this one has format 2: start the newer roomledger");
    assertThat(DataDirectory.holder(path)).isEmpty();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
