package io.roomledger.film;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The film program, as far as it is let: no shell, no network, files of one known kind, one thread
 * at the lowest priority, a bound on memory for each piece and on time for all, and an environment
 * of nothing but the path.
 *
 * @see <a href="https://ffmpeg.org/ffmpeg-protocols.html">its protocols</a>
 */
public final class Ffmpeg {
  /** The list of a stream's pieces. */
  public static final String LIST = "index.m3u8";

  /** What a player needs before the first piece. */
  public static final String BEGINNING = "init.mp4";

  private static final String NONE = "none";
  private static final String LARGEST_PIECE = Integer.toString(256 << 20);
  private static final int LONGEST_REASON = 300;
  private static final int LONGEST_OUTPUT = 16 * 1024;
  private static final int LONGEST_REPORT = 2048;
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Pattern TIME = Pattern.compile("out_time_us=([0-9]{1,15})\\n");
  private static final int WIDTH = 480;
  private static final int HEIGHT = 270;
  private static final int SECONDS_A_PIECE = 6;

  private final Path program;
  private final Optional<Path> nice;
  private final Duration limit;
  private final Consumer<Duration> watcher;

  private Ffmpeg(Path program, Optional<Path> nice, Duration limit, Consumer<Duration> watcher) {
    this.program = program;
    this.nice = nice;
    this.limit = limit;
    this.watcher = watcher;
  }

  /**
   * The same, which tells how far into the film it is.
   *
   * @param watcher called a few times a second; what it throws ends the program
   */
  public Ffmpeg watched(Consumer<Duration> watcher) {
    return new Ffmpeg(program, nice, limit, watcher);
  }

  /** The program, if this machine has it and the settings do not forbid it. */
  public static Optional<Ffmpeg> find(FilmSettings settings) {
    return settings.ffmpeg().equals(NONE)
        ? Optional.empty()
        : program(settings.ffmpeg())
            .map(found -> new Ffmpeg(found, program("nice"), settings.timeLimit(), nobody -> {}));
  }

  private static Optional<Path> program(String name) {
    if (name.indexOf(File.separatorChar) >= 0) {
      return Optional.of(Path.of(name)).filter(Files::isExecutable);
    }
    for (String folder : path().split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static String path() {
    @Nullable String path = System.getenv("PATH");
    return path == null ? "" : path;
  }

  /**
   * Writes a small picture of the film as it is {@code at} its middle or wherever is wanted.
   *
   * @param jpeg a file that is not there
   */
  public void picture(Path film, Duration at, Path jpeg)
      throws IOException, InterruptedException, FilmException {
    String box = "scale=w=%d:h=%d:force_original_aspect_ratio=decrease".formatted(WIDTH, HEIGHT);
    List<String> words = beginning();
    words.addAll(List.of("-ss", "%d.%03d".formatted(at.toSeconds(), at.toMillisPart())));
    words.addAll(input(film));
    words.addAll(List.of("-map", "0:v:0", "-frames:v", "1", "-vf", box, "-q:v", "4"));
    words.addAll(List.of("-f", "mjpeg", output(jpeg)));
    run(words);
    need(jpeg);
  }

  /**
   * Writes the film anew, as far as it can be read: with an index, and without the piece that was
   * cut off. Its pictures and sounds are copied as they are.
   *
   * @param mended a file that is not there
   * @throws FilmException where nothing can be read; a film whose index was never written cannot
   */
  public void mend(Path film, Path mended) throws IOException, InterruptedException, FilmException {
    List<String> words = beginning();
    words.addAll(List.of("-fflags", "+genpts+discardcorrupt"));
    words.addAll(input(film));
    words.addAll(List.of("-map", "0:v?", "-map", "0:a?", "-c", "copy"));
    words.addAll(
        matroska(film) ? List.of("-f", "webm") : List.of("-movflags", "+faststart", "-f", "mp4"));
    words.add(output(mended));
    run(words);
    need(mended);
  }

  /**
   * Cuts the film into pieces of some seconds, copied as they are: {@link #LIST} names them all.
   *
   * @param folder an empty folder
   */
  public void cut(Path film, Path folder) throws IOException, InterruptedException, FilmException {
    List<String> words = beginning();
    words.addAll(input(film));
    words.addAll(List.of("-map", "0:v:0", "-map", "0:a:0?", "-c", "copy", "-f", "hls"));
    words.addAll(List.of("-hls_time", Integer.toString(SECONDS_A_PIECE)));
    words.addAll(List.of("-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"));
    words.addAll(List.of("-hls_fmp4_init_filename", BEGINNING));
    words.addAll(List.of("-hls_flags", "independent_segments"));
    words.addAll(List.of("-hls_segment_filename", folder.resolve("piece-%05d.m4s").toString()));
    words.add(folder.resolve(LIST).toString());
    run(words);
    need(folder.resolve(LIST));
  }

  private List<String> beginning() {
    List<String> words = new ArrayList<>();
    nice.ifPresent(found -> words.addAll(List.of(found.toString(), "-n", "19")));
    words.add(program.toString());
    words.addAll(List.of("-nostdin", "-hide_banner", "-loglevel", "error", "-y"));
    words.addAll(List.of("-progress", "pipe:1", "-stats_period", "0.2"));
    words.addAll(List.of("-max_alloc", LARGEST_PIECE, "-threads", "1"));
    return words;
  }

  /** The kind is said, for a list of other files must not be taken for a film. */
  private static List<String> input(Path film) throws IOException {
    return List.of(
        "-protocol_whitelist",
        "file,pipe",
        "-f",
        matroska(film) ? "matroska" : "mov",
        "-i",
        "file:" + film.toAbsolutePath());
  }

  private static String output(Path file) {
    return "file:" + file.toAbsolutePath();
  }

  private static boolean matroska(Path film) throws IOException {
    try (InputStream in = Files.newInputStream(film)) {
      byte[] first = in.readNBytes(4);
      return first.length == 4 && Matroska.begins(ByteBuffer.wrap(first).getInt());
    }
  }

  private void run(List<String> words) throws IOException, InterruptedException, FilmException {
    Path said = Files.createTempFile("film-", ".txt");
    Path told = Files.createTempFile("film-", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words).redirectError(said.toFile()).redirectOutput(told.toFile());
      Map<String, String> environment = builder.environment();
      environment.clear();
      environment.put("PATH", path());
      environment.put("LC_ALL", "C");
      end(builder.start(), said, told);
    } finally {
      Files.deleteIfExists(said);
      Files.deleteIfExists(told);
    }
  }

  private void end(Process process, Path said, Path told)
      throws IOException, InterruptedException, FilmException {
    long end = System.nanoTime() + limit.toNanos();
    try {
      process.getOutputStream().close();
      while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        watcher.accept(played(told));
        if (System.nanoTime() > end) {
          throw new FilmException("it took longer than " + limit.toSeconds() + " s");
        }
      }
      watcher.accept(played(told));
      if (process.exitValue() != 0) {
        throw new FilmException(reason(said));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** How far into the film it was when it last told. */
  private static Duration played(Path told) throws IOException {
    try (SeekableByteChannel file = Files.newByteChannel(told)) {
      file.position(Math.max(0, file.size() - LONGEST_REPORT));
      ByteBuffer end = ByteBuffer.allocate(LONGEST_REPORT);
      while (end.hasRemaining() && file.read(end) >= 0) {
        // as far as it goes
      }
      Matcher times = TIME.matcher(new String(end.array(), 0, end.position(), US_ASCII));
      long micros = 0;
      while (times.find()) {
        micros = Long.parseLong(times.group(1));
      }
      return Duration.of(micros, ChronoUnit.MICROS);
    }
  }

  /** The last thing it said, without the names of this machine's files. */
  private static String reason(Path said) throws IOException {
    String text;
    try (InputStream in = Files.newInputStream(said)) {
      text = new String(in.readNBytes(LONGEST_OUTPUT), StandardCharsets.UTF_8);
    }
    String last = text.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b);
    String clean =
        last.replaceAll("(file:)?/\\S+", "the file").replaceAll("[^\\x20-\\x7e]", "?").strip();
    return clean.isEmpty()
        ? "the film program ended without a word"
        : clean.substring(0, Math.min(LONGEST_REASON, clean.length()));
  }

  private static void need(Path file) throws IOException, FilmException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      throw new FilmException("nothing in it could be shown");
    }
  }
}
