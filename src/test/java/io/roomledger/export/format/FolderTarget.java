package io.roomledger.export.format;

import io.roomledger.export.Format;
import io.roomledger.export.Item;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes an unpacked export into a folder. */
final class FolderTarget implements Format.Target, AutoCloseable {
  private final Path folder;
  private OutputStream open = OutputStream.nullOutputStream();

  FolderTarget(Path folder) {
    this.folder = folder;
  }

  @Override
  public OutputStream main() throws IOException {
    return entry(mainPath());
  }

  @Override
  public OutputStream entry(String path) throws IOException {
    open.close();
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    open = new BufferedOutputStream(Files.newOutputStream(file));
    return open;
  }

  @Override
  public String mainPath() {
    return "GENERAL.html";
  }

  @Override
  public boolean packaged() {
    return true;
  }

  @Override
  public void gap(Item.Gap gap) {
    throw new AssertionError(gap);
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
