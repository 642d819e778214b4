package io.roomledger.film;

import io.roomledger.base.Content;
import io.roomledger.base.ContentChannel;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an MP4, QuickTime, WebM or Matroska file says of itself, and whether all of it is there.
 *
 * @param createdAt when the recorder says that it began, if it says so
 * @param duration how long it plays; empty if that cannot be told
 * @param damage what is wrong with it, in words; empty if it is whole
 */
public record Container(
    Optional<Instant> createdAt, Optional<Duration> duration, Optional<String> damage) {
  private static final Set<String> FIRST =
      Set.of("ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "styp", "uuid");

  /** Reads the heads of {@code file}, never its pictures and sounds. */
  public static Container read(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return read(channel);
    }
  }

  /** Reads the heads of {@code content}, never its pictures and sounds. */
  public static Container read(Content content) throws IOException {
    try (SeekableByteChannel channel = new ContentChannel(content)) {
      return read(channel);
    }
  }

  private static Container read(SeekableByteChannel channel) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(4);
    while (first.hasRemaining() && channel.read(first) >= 0) {
      // a channel may give less than asked for
    }
    return first.hasRemaining() || !Matroska.begins(first.flip().getInt())
        ? readBoxes(channel)
        : readMatroska(channel);
  }

  private static Container readMatroska(SeekableByteChannel channel) throws IOException {
    try {
      return Matroska.read(channel);
    } catch (DamageException damage) {
      return new Container(Optional.empty(), Optional.empty(), Optional.of(damage.reason()));
    } catch (BufferUnderflowException | ArithmeticException beyond) {
      return new Container(
          Optional.empty(), Optional.empty(), Optional.of("its elements contradict each other"));
    }
  }

  private static Container readBoxes(SeekableByteChannel channel) throws IOException {
    Box.Walk walk = Box.walk(channel);
    Optional<Instant> createdAt = Optional.empty();
    try {
      needVideo(walk);
      Optional<Box> head = head(walk.boxes(), channel.size());
      if (head.isPresent()) {
        createdAt = Movie.read(channel, head.get()).createdAt();
      }
      if (walk.damage().isPresent()) {
        throw new DamageException(walk.damage().get());
      }
      Duration duration = duration(channel, walk.boxes(), head);
      return new Container(createdAt, Optional.of(duration), Optional.empty());
    } catch (DamageException damage) {
      return new Container(createdAt, Optional.empty(), Optional.of(damage.reason()));
    } catch (IndexOutOfBoundsException | ArithmeticException beyond) {
      // a box whose numbers point outside itself
      return new Container(
          createdAt, Optional.empty(), Optional.of("its tables contradict each other"));
    }
  }

  private static void needVideo(Box.Walk walk) throws DamageException {
    if (walk.boxes().isEmpty()) {
      throw new DamageException(walk.damage().orElse("the file is empty"));
    }
    String first = walk.boxes().getFirst().type();
    if (!FIRST.contains(first)) {
      throw new DamageException("neither MP4 nor QuickTime: it begins with " + first);
    }
  }

  private static Optional<Box> head(List<Box> boxes, long size) {
    return boxes.stream().filter(b -> b.type().equals("moov") && b.end() <= size).findFirst();
  }

  /** How long a file plays that has all that a film needs. */
  private static Duration duration(SeekableByteChannel channel, List<Box> boxes, Optional<Box> head)
      throws IOException, DamageException {
    if (head.isEmpty()) {
      throw new DamageException("no moov box: the recorder never finished it, or it was cut off");
    }
    if (boxes.stream().filter(b -> b.type().equals("mdat")).mapToLong(Box::length).sum() == 0) {
      throw new DamageException("no mdat box: there is neither picture nor sound in it");
    }
    if (boxes.getLast().type().equals("moof")) {
      throw new DamageException("cut off: the last fragment has neither picture nor sound");
    }
    Movie movie = Movie.read(channel, head.get());
    movie.needChunksBefore(channel.size());
    Duration duration =
        movie.duration().isPositive()
            ? movie.duration()
            : Fragments.duration(channel, boxes, movie);
    if (duration.toMillis() <= 0) {
      throw new DamageException("it does not say how long it plays");
    }
    return duration;
  }
}
