package io.roomledger.intake.recordings;

import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** Finds the video files in a folder and the folders in it. Links are not followed. */
final class FolderScan extends SimpleFileVisitor<Path> {
  private static final int DEEPEST = 32;

  private final Path folder;
  private final Intake intake;
  private final List<Found> found = new ArrayList<>();
  private final Map<Path, MeetingFolder> meetings = new HashMap<>();
  private int skipped;

  private FolderScan(Path folder, Intake intake) {
    this.folder = folder;
    this.intake = intake;
  }

  /**
   * What is in a folder.
   *
   * @param files the video files, by their path
   * @param skipped how many others were reported
   */
  record Result(List<Found> files, int skipped) {}

  static Result of(Path folder, Intake intake) throws IOException {
    FolderScan scan = new FolderScan(folder, intake);
    Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEEPEST, scan);
    scan.found.sort(Comparator.comparing(Found::source));
    return new Result(each(scan.found), scan.skipped);
  }

  /** The same film may be published in several encodings: of those, the one most browsers play. */
  private static List<Found> each(List<Found> found) {
    Map<String, Found> best = new LinkedHashMap<>();
    for (Found file : found) {
      String key =
          file.published().isPresent()
              ? file.folder().orElse("") + "/" + file.bareName()
              : file.source();
      best.merge(key, file, BinaryOperator.minBy(Comparator.comparing(Found::type)));
    }
    return List.copyOf(best.values());
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    if (!directory.equals(folder) && hidden(directory)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    // what is published below a meeting belongs to it
    Optional<MeetingFolder> around = Optional.ofNullable(meetings.get(directory.getParent()));
    around
        .filter(m -> m.layout() == Layout.BIGBLUEBUTTON)
        .or(() -> MeetingFolder.of(Layout.BIGBLUEBUTTON, directory, source(directory)))
        .or(() -> MeetingFolder.of(Layout.JIBRI, directory, source(directory)))
        .ifPresent(m -> meetings.put(directory, m));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (hidden(file) || Companions.is(String.valueOf(file.getFileName()))) {
      return FileVisitResult.CONTINUE;
    }
    String source = source(file);
    Optional<VideoType> type = VideoType.of(source);
    Optional<MeetingFolder> meeting = Optional.ofNullable(meetings.get(file.getParent()));
    if (type.isEmpty() && meeting.filter(m -> m.layout() == Layout.BIGBLUEBUTTON).isPresent()) {
      return FileVisitResult.CONTINUE; // slides, pages, captions
    }
    if (attributes.isSymbolicLink()) {
      skip(source, Problem.of("a link, which is not followed (expected: the file itself)"));
    } else if (attributes.isDirectory()) {
      skip(source, Problem.of("more than %s folders deep (expected: fewer)", DEEPEST));
    } else if (!attributes.isRegularFile()) {
      skip(source, Problem.of("not a file (expected: an mp4, m4v, mov or webm file)"));
    } else if (type.isEmpty()) {
      skip(source, Problem.of("not supported (expected: an mp4, m4v, mov or webm file)"));
    } else {
      found.add(
          new Found(
              file,
              source,
              type.get(),
              attributes.size(),
              attributes.lastModifiedTime().toInstant(),
              meeting));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException problem) {
    skip(source(file), Problem.of("cannot be read: %s", Problems.words(problem)));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(
      Path directory, @org.jspecify.annotations.Nullable IOException problem) {
    if (problem != null) {
      skip(source(directory), Problem.of("cannot be read to its end: %s", Problems.words(problem)));
    }
    return FileVisitResult.CONTINUE;
  }

  private void skip(String source, Problem problem) {
    skipped++;
    intake.skipped(source, 0, problem);
  }

  /** Systems leave files of their own whose names begin with a dot. */
  private static boolean hidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  private String source(Path file) {
    return Found.slashed(folder.relativize(file));
  }
}
