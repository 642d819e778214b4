import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;

/**
 * What bench/recordings is made of; run with {@code java -cp 'target/lib/*' Recordings.java}.
 *
 * <pre>
 * fill DATA COUNT FILM_MB            that many recordings, a hundred a conference, and one of that size
 * list DATA ADDRESS TOKEN COUNT      how long page 1 takes and page 10,000 (or the last), medians
 * play DATA ADDRESS TOKEN FILM_MB    the second half of the film: first byte and rate, beside a bare socket
 * </pre>
 */
final class Recordings {
  private static final String FILM = "b0000000-0000-4000-8000-000000000001";
  private static final String KEY = "recordings/bench/film";
  private static final int PAGE = 100;
  private static final int ASKED = 60;
  private static final int BUFFER = 64 * 1024;

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "fill" -> fill(Path.of(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
      case "list" -> list(Path.of(args[1]), args[2], args[3], Integer.parseInt(args[4]));
      case "play" -> play(Path.of(args[1]), args[2], args[3], Long.parseLong(args[4]) << 20);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static Connection database(Path data) throws IOException, SQLException {
    Properties file = new Properties();
    try (var reader = Files.newBufferedReader(data.resolve("postgres/connection.properties"))) {
      file.load(reader);
    }
    return DriverManager.getConnection(
        file.getProperty("url"), file.getProperty("user"), file.getProperty("password"));
  }

  private static void fill(Path data, int count, long filmMb) throws IOException, SQLException {
    try (Connection database = database(data);
        Statement sql = database.createStatement()) {
      sql.execute(
          """
          ALTER TABLE recording DISABLE TRIGGER USER;
          INSERT INTO account (id, organisation, username, name, created_at)
          VALUES ('benchbenchbench00', 'main', 'bench', 'Bench', now());
          INSERT INTO conference (id, organisation, title, creator, started_at, ended_at, recording_status,
                                  recording_session)
          SELECT '65000000' || lpad(to_hex(n), 16, '0'), 'main', 'Conference ' || n, 'benchbenchbench00',
                 timestamptz '2020-01-01' + n * interval '1 hour',
                 timestamptz '2020-01-01' + n * interval '1 hour', 'ENDED', lpad(n::text, 22, '1')
            FROM generate_series(0, %1$d / 100) n;
          INSERT INTO recording (id, conference, organisation, creator, session, closed, title, owner,
                                 started_at, ended_at, duration_ms, kind, timed_by, size, media_type,
                                 region, store_key, sha256, source, added_at, prepared_at)
          SELECT gen_random_uuid(), '65000000' || lpad(to_hex(n / 100), 16, '0'), 'main', 'benchbenchbench00',
                 lpad((n / 100)::text, 22, '1'), false, 'Recording ' || n,
                 'benchbenchbench00', timestamptz '2020-01-01' + n * interval '30 seconds',
                 timestamptz '2020-01-01' + n * interval '30 seconds', 1000, 'ORDINARY', 'RECORDER', 1,
                 'video/mp4', 'bench', 'bench/' || n, repeat('0', 64), 'bench' || n, now(), now()
            FROM generate_series(1, %1$d) n;
          INSERT INTO recording (id, conference, organisation, creator, session, closed, title, owner,
                                 started_at, ended_at, duration_ms, kind, timed_by, size, media_type,
                                 region, store_key, sha256, source, added_at, prepared_at)
          VALUES ('%2$s', '65000000' || lpad('0', 16, '0'), 'main', 'benchbenchbench00',
                  repeat('1', 21) || '0', false, 'Film', 'benchbenchbench00', '2019-01-01',
                  timestamptz '2019-01-01', 1000, 'ORDINARY', 'RECORDER', %3$d, 'video/mp4',
                  'bench', '%4$s', repeat('1', 64), 'film', now(), now());
          ALTER TABLE recording ENABLE TRIGGER USER;
          ANALYZE;
          """
              .formatted(count, FILM, filmMb << 20, KEY));
    }
    Path film = film(data);
    Files.createDirectories(film.getParent());
    try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
      // a hole: the disk need not have the room
      file.setLength(filmMb << 20);
    }
  }

  private static Path film(Path data) {
    return data.resolve("objects/objects").resolve(KEY);
  }

  /**
   * The key of the page that begins behind so many recordings, as the list itself would give it.
   */
  private static String after(Path data, int behind) throws IOException, SQLException {
    try (Connection database = database(data);
        PreparedStatement query =
            database.prepareStatement(
                """
                SELECT started_at, id FROM recording WHERE organisation = 'main'
                 ORDER BY started_at DESC, id DESC OFFSET ? LIMIT 1
                """)) {
      query.setInt(1, behind - 1);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        var at = row.getTimestamp(1).toInstant();
        UUID id = row.getObject(2, UUID.class);
        ByteBuffer key = ByteBuffer.allocate(28);
        key.putLong(at.getEpochSecond()).putInt(at.getNano());
        key.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.array());
      }
    }
  }

  private static void list(Path data, String address, String token, int count) throws Exception {
    int deep = Math.min(10_000, count / PAGE - 1);
    String list = address + "/ledger/v1/recordings?limit=" + PAGE;
    String later = list + "&after=" + after(data, (deep - 1) * PAGE);
    try (HttpClient client = HttpClient.newHttpClient()) {
      double[] first = new double[ASKED];
      double[] last = new double[ASKED];
      // both in turn, and once more before that, unmeasured
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < ASKED; i++) {
          first[i] = ask(client, list, token);
          last[i] = ask(client, later, token);
        }
      }
      System.out.printf(Locale.ROOT, "page %d beside page 1, medians of %d%n", deep, ASKED);
      System.out.printf(Locale.ROOT, "pages %.2f %.2f%n", median(first), median(last));
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double ask(HttpClient client, String address, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Authorization", "Bearer " + token)
            .build();
    long start = System.nanoTime();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    double took = (System.nanoTime() - start) / 1e6;
    if (answer.statusCode() != 200 || answer.body().split("\"id\"", -1).length != PAGE + 1) {
      throw new IllegalStateException(address + ": " + answer.statusCode() + " " + answer.body());
    }
    return took;
  }

  /** What was seen of a film: milliseconds to its first byte, and megabytes a second. */
  private record Seen(double begin, double rate) {}

  private static void play(Path data, String address, String token, long size) throws Exception {
    URI uri = URI.create(address);
    try (ServerSocket bare = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread floor = Thread.ofPlatform().daemon().start(() -> floor(bare, film(data), size / 2));
      Seen[] ours = new Seen[5];
      Seen[] floors = new Seen[5];
      for (int i = 0; i < ours.length; i++) {
        floors[i] = fetch(bare.getLocalPort(), "", size / 2);
        ours[i] =
            fetch(
                uri.getPort(),
                "GET /ledger/v1/recordings/%s/file HTTP/1.1\r\nHost: x\r\nRange: bytes=%d-\r\nAuthorization: Bearer %s\r\n\r\n"
                    .formatted(FILM, size / 2, token),
                size / 2);
      }
      floor.interrupt();
      System.out.printf(
          Locale.ROOT,
          "play %.1f %.0f %.1f %.0f%n",
          median(Arrays.stream(ours).mapToDouble(Seen::begin).toArray()),
          median(Arrays.stream(ours).mapToDouble(Seen::rate).toArray()),
          median(Arrays.stream(floors).mapToDouble(Seen::begin).toArray()),
          median(Arrays.stream(floors).mapToDouble(Seen::rate).toArray()));
    }
  }

  /** As little as a Java program can do to send the same bytes: from the file to the socket. */
  private static void floor(ServerSocket bare, Path film, long from) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (true) {
      try (Socket socket = bare.accept();
          FileChannel file = FileChannel.open(film, StandardOpenOption.READ)) {
        OutputStream out = socket.getOutputStream();
        out.write("HTTP/1.1 206 Partial Content\r\n\r\n".getBytes());
        var channel = Channels.newChannel(out);
        file.position(from);
        while (file.read(buffer.clear()) >= 0) {
          channel.write(buffer.flip());
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private static Seen fetch(int port, String request, long expected) throws IOException {
    long start = System.nanoTime();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes());
      InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
      String head = head(in);
      if (!head.startsWith("HTTP/1.1 206")) {
        throw new IOException(head);
      }
      byte[] bytes = new byte[BUFFER];
      if (in.read() < 0) {
        throw new IOException("no bytes behind the head");
      }
      long left = expected - 1;
      double begin = (System.nanoTime() - start) / 1e6;
      while (left > 0) {
        int read = in.read(bytes, 0, (int) Math.min(bytes.length, left));
        if (read < 0) {
          throw new IOException("ended " + left + " bytes before its end");
        }
        left -= read;
      }
      return new Seen(begin, expected / 1e6 / ((System.nanoTime() - start) / 1e9));
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int letter = in.read();
      if (letter < 0) {
        throw new IOException("no head: " + head);
      }
      head.append((char) letter);
    }
    return head.toString();
  }
}
