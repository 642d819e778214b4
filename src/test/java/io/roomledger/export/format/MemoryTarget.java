package io.roomledger.export.format;

import io.roomledger.export.Format;
import io.roomledger.export.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Keeps what a format writes, and is as strict as the package: an ended entry takes nothing. */
final class MemoryTarget implements Format.Target {
  final Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();
  final List<Item.Gap> gaps = new ArrayList<>();
  private final boolean packaged;
  private String open = "";

  MemoryTarget(boolean packaged) {
    this.packaged = packaged;
  }

  @Override
  public OutputStream main() {
    return begin(mainPath());
  }

  @Override
  public OutputStream entry(String path) {
    if (!packaged) {
      throw new IllegalStateException("a file that stands alone");
    }
    return begin(path);
  }

  private OutputStream begin(String path) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    if (files.put(path, file) != null) {
      throw new IllegalStateException(path + " was written already");
    }
    open = path;
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        if (!open.equals(path)) {
          throw new IOException(path + " has ended");
        }
        file.write(bytes, from, length);
      }
    };
  }

  /** Ends the open entry, as the package does when an attachment follows. */
  void end() {
    open = "";
  }

  /** Adds to a file what another target has. */
  void append(String path, byte[] more) {
    Objects.requireNonNull(files.get(path), path).writeBytes(more);
  }

  String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  byte[] bytes(String path) {
    return Objects.requireNonNull(files.get(path), path).toByteArray();
  }

  @Override
  public String mainPath() {
    return "room";
  }

  @Override
  public boolean packaged() {
    return packaged;
  }

  @Override
  public void gap(Item.Gap gap) {
    gaps.add(gap);
  }
}
