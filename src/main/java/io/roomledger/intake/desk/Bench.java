package io.roomledger.intake.desk;

import io.roomledger.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A folder for the time of a look or a job, in which files lie under names that do no harm. */
final class Bench implements AutoCloseable {
  private static final int LONGEST = 120;

  private final Path folder;
  private final Set<String> taken = new HashSet<>();

  Bench() throws IOException {
    folder = Files.createTempDirectory("roomledger-import-");
  }

  Path folder() {
    return folder;
  }

  /** What a file can be by its first bytes. */
  static Magic magic(Content content) throws IOException {
    try (InputStream in = content.open(0)) {
      return Magic.of(in.readNBytes(Magic.HEAD));
    }
  }

  /** Lays a file down under its own name, with the ending of its content, as old as it was. */
  Path lay(BroughtFile file, Content content) throws IOException {
    Path laid = place(stem(file.name()), magic(content).ending());
    Optional<Path> there = content.path();
    if (there.isEmpty() || !linked(there.get(), laid)) {
      try (InputStream in = content.open(0)) {
        Files.copy(in, laid);
      }
    }
    if (file.modifiedAt().isPresent()) {
      Files.setLastModifiedTime(laid, FileTime.from(file.modifiedAt().get()));
    }
    return laid;
  }

  /** A second name of a file, so that gigabytes are not copied; not on every disk. */
  private static boolean linked(Path from, Path to) {
    try {
      Files.createLink(to, from);
      return true;
    } catch (IOException | UnsupportedOperationException elsewhere) {
      return false;
    }
  }

  /** Without a locale Java names no file in letters beyond ASCII. */
  private Path place(String stem, String ending) {
    try {
      return folder.resolve(free(stem, ending));
    } catch (InvalidPathException otherLetters) {
      return folder.resolve(free("file", ending));
    }
  }

  private String free(String stem, String ending) {
    String end = ending.isEmpty() ? "" : "." + ending;
    String name = stem + end;
    for (int i = 2; !taken.add(name); i++) {
      name = stem + "-" + i + end;
    }
    return name;
  }

  /** What it was called, without path and ending, and without what may do harm. */
  static String stem(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String bare = last.replaceFirst("(?i)(\\.tar)?\\.[a-z0-9]{1,5}$", "");
    String clean = bare.replaceAll("[^\\p{L}\\p{N} ._,()+-]", "_").replaceFirst("^[. ]+", "");
    String cut = clean.substring(0, Math.min(clean.length(), LONGEST)).strip();
    return cut.isEmpty() ? "file" : cut;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepest = all.sorted(Comparator.reverseOrder()).toList();
      for (Path one : deepest) {
        Files.deleteIfExists(one);
      }
    }
  }
}
