import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What bench/videos is made of; run with {@code java -cp 'target/lib/*' Videos.java}.
 *
 * <pre>
 * fill DATA CONFERENCES                     people, conferences and three recordings each, into the server's database;
 *                                           these are prepared, or the server would look for their films meanwhile
 * floor DATA PORT                           a bare Helidon handler: one indexed query, three rows printed
 * load FLOOR_PORT OUR_PORT CONFERENCES SECONDS ROUNDS CONNECTIONS TOKEN WARM_UP_SECONDS FLOOR_PID OUR_PID
 *                                           asks both in turn and prints what came of it, and what each call
 *                                           costs of processor time, which other programs hardly change
 * </pre>
 */
final class Videos {
  private static final int PEOPLE = 1000;
  private static final double GOAL = 0.8;
  private static final double P99_GOAL_MILLIS = 20;

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "fill" -> fill(database(args[1]), Integer.parseInt(args[2]));
      case "floor" -> floor(database(args[1]), Integer.parseInt(args[2]));
      case "load" -> load(args);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static Properties database(String data) throws IOException {
    Properties file = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(data, "postgres", "connection.properties"))) {
      file.load(reader);
    }
    return file;
  }

  /** The id of conference {@code n}, which the SQL below makes too. */
  private static String conference(int n) {
    return String.format("65000000%016x", n);
  }

  private static String unionId(int n) {
    return String.format("bench%017diEiE", n % PEOPLE);
  }

  private static void fill(Properties file, int conferences) throws SQLException {
    try (Connection database =
            DriverManager.getConnection(
                file.getProperty("url"), file.getProperty("user"), file.getProperty("password"));
        Statement sql = database.createStatement()) {
      sql.execute(
          """
          INSERT INTO account (id, organisation, username, name, created_at)
          SELECT format('bench%%s', lpad(n::text, 12, '0')), 'main', 'bench' || n, 'Bench ' || n, now()
            FROM generate_series(0, %1$d - 1) n;
          INSERT INTO external_id (kind, account_id, external_id)
          SELECT 'DINGTALK_UNION_ID', format('bench%%s', lpad(n::text, 12, '0')),
                 format('bench%%siEiE', lpad(n::text, 17, '0'))
            FROM generate_series(0, %1$d - 1) n;
          INSERT INTO conference (id, organisation, title, creator, started_at, ended_at, recording_status,
                                  recording_session)
          SELECT '65000000' || lpad(to_hex(n), 16, '0'), 'main', 'Conference ' || n,
                 format('bench%%s', lpad((n %% %1$d)::text, 12, '0')),
                 timestamptz '2026-01-01' + n * interval '1 minute',
                 timestamptz '2026-01-01' + n * interval '1 minute' + interval '1 hour', 'ENDED',
                 lpad(n::text, 22, '1')
            FROM generate_series(0, %2$d - 1) n;
          INSERT INTO conference_member (conference, account, role, joined_at, left_at)
          SELECT '65000000' || lpad(to_hex(n), 16, '0'),
                 format('bench%%s', lpad(((n + m) %% %1$d)::text, 12, '0')),
                 CASE m WHEN 0 THEN 'HOST' ELSE 'ATTENDEE' END,
                 timestamptz '2026-01-01' + n * interval '1 minute',
                 timestamptz '2026-01-01' + n * interval '1 minute' + interval '1 hour'
            FROM generate_series(0, %2$d - 1) n, generate_series(0, 4) m;
          INSERT INTO recording (id, conference, title, owner, started_at, ended_at, duration_ms, kind, timed_by,
                                 size, media_type, region, store_key, sha256, source, added_at, prepared_at)
          SELECT gen_random_uuid(), c.id, c.title, c.creator, c.started_at + m * interval '20 minutes',
                 c.started_at + m * interval '20 minutes' + interval '15 minutes', 900000, 'ORDINARY', 'RECORDER',
                 123456789, 'video/mp4', 'cn-shenzhen', 'bench/' || c.id || m, repeat('0', 64), 'bench' || m, now(), now()
            FROM conference c, generate_series(0, 2) m WHERE c.id LIKE '65000000%%';
          ANALYZE;
          """
              .formatted(PEOPLE, conferences));
    }
  }

  /** As little as a Java server on the same Helidon and the same driver can do for three rows. */
  private static void floor(Properties file, int port) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(file.getProperty("url"));
    config.setUsername(file.getProperty("user"));
    config.setPassword(file.getProperty("password"));
    config.setMaximumPoolSize(20);
    HikariDataSource pool = new HikariDataSource(config);
    WebServer.builder()
        .host("127.0.0.1")
        .port(port)
        .routing(routing ->
            routing.get("/videos/{id}", (request, response) -> rows(pool, request, response)))
        .build()
        .start();
    System.out.println("floor is ready");
  }

  private static void rows(HikariDataSource pool, ServerRequest request, ServerResponse response)
      throws SQLException {
    StringBuilder json = new StringBuilder(1024).append("{\"videoList\":[");
    try (Connection connection = pool.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                """
                SELECT id, owner, started_at, ended_at, duration_ms, kind, size, region
                  FROM recording WHERE conference = ? ORDER BY started_at, id
                """)) {
      query.setString(1, request.path().pathParameters().get("id"));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
              .append("{\"mediaId\":\"")
              .append(rows.getString(1))
              .append("\",\"unionId\":\"")
              .append(rows.getString(2))
              .append("\",\"startTime\":")
              .append(rows.getTimestamp(3).getTime())
              .append(",\"endTime\":")
              .append(rows.getTimestamp(4).getTime())
              .append(",\"duration\":")
              .append(rows.getLong(5))
              .append(",\"recordType\":\"")
              .append(rows.getString(6))
              .append("\",\"fileSize\":")
              .append(rows.getLong(7))
              .append(",\"regionId\":\"")
              .append(rows.getString(8))
              .append("\"}");
        }
      }
    }
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(json.append("]}").toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Microseconds of processor time that a call took of its server, PostgreSQL and the client. */
  private record Cost(double server, double database, double client) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.1f us of Java, %.1f of PostgreSQL, %.1f of the client",
          server,
          database,
          client);
    }

    double served() {
      return server + database;
    }
  }

  /** Processor time until now, in seconds. */
  private record Clocks(double server, double database, double client) {
    static Clocks of(Target target, long databaseOf) throws IOException {
      double database = 0;
      for (ProcessHandle process :
          ProcessHandle.of(databaseOf).orElseThrow().descendants().toList()) {
        database += seconds(process.pid());
      }
      return new Clocks(seconds(target.pid()), database, seconds(ProcessHandle.current().pid()));
    }

    /** User and system time of a process, which stand behind its name in hundredths. */
    private static double seconds(long pid) throws IOException {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    Cost since(Clocks before, long calls) {
      return new Cost(
          (server - before.server) * 1e6 / calls,
          (database - before.database) * 1e6 / calls,
          (client - before.client) * 1e6 / calls);
    }
  }

  private interface Paths {
    String of(int n);
  }

  private record Target(String name, int port, Paths paths, String header, long pid) {}

  /** What a round saw: the time of each answer, sorted, in nanoseconds. */
  private record Seen(long[] times, double seconds, Cost cost) {
    double rate() {
      return times.length / seconds;
    }

    double millis(double part) {
      return times[(int) Math.min(times.length - 1L, (long) (times.length * part))] / 1e6;
    }
  }

  private static void load(String[] args) throws Exception {
    int conferences = Integer.parseInt(args[3]);
    double seconds = Double.parseDouble(args[4]);
    int rounds = Integer.parseInt(args[5]);
    int connections = Integer.parseInt(args[6]);
    Target floor =
        new Target(
            "floor",
            Integer.parseInt(args[1]),
            n -> "/videos/" + conference(n),
            "",
            Long.parseLong(args[9]));
    Target ours =
        new Target(
            "getVideos",
            Integer.parseInt(args[2]),
            n ->
                "/v1.0/conference/videoConferences/"
                    + conference(n)
                    + "/cloudRecords/getVideos?unionId="
                    + unionId(n),
            "x-acs-dingtalk-access-token: " + args[7] + "\r\n",
            Long.parseLong(args[10]));
    double warmUp = Double.parseDouble(args[8]);
    round(floor, ours.pid(), conferences, warmUp, connections);
    round(ours, ours.pid(), conferences, warmUp, connections);
    List<Double> ratios = new ArrayList<>();
    List<Double> worst = new ArrayList<>();
    List<Double> costs = new ArrayList<>();
    for (int i = 1; i <= rounds; i++) {
      Seen low = round(floor, ours.pid(), conferences, seconds, connections);
      Seen high = round(ours, ours.pid(), conferences, seconds, connections);
      ratios.add(high.rate() / low.rate());
      worst.add(high.millis(0.99));
      costs.add(low.cost().served() / high.cost().served());
      System.out.printf(
          Locale.ROOT,
          "round %d, %d connections: floor %,.0f/s (99%% under %.1f ms), getVideos %,.0f/s (99%%"
              + " under %.1f ms), ratio %.2f%n",
          i,
          connections,
          low.rate(),
          low.millis(0.99),
          high.rate(),
          high.millis(0.99),
          high.rate() / low.rate());
      System.out.printf(Locale.ROOT, "  a call: floor %s; getVideos %s%n", low.cost(), high.cost());
    }
    System.out.printf(
        Locale.ROOT, "processor time beside the floor's, median: %.2f%n", median(costs));
    verdict("throughput beside the floor, median", median(ratios), GOAL, median(ratios) >= GOAL);
    verdict(
        "99th percentile in ms, median",
        median(worst),
        P99_GOAL_MILLIS,
        median(worst) < P99_GOAL_MILLIS);
  }

  private static void verdict(String what, double is, double goal, boolean held) {
    System.out.printf(
        Locale.ROOT, "%s: %.2f, goal %.2f: %s%n", what, is, goal, held ? "held" : "SHORT");
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static Seen round(
      Target target, long databaseOf, int conferences, double seconds, int connections)
      throws Exception {
    Clocks before = Clocks.of(target, databaseOf);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long[][] times = new long[connections][];
    List<Thread> threads = new ArrayList<>();
    AtomicInteger failed = new AtomicInteger();
    for (int i = 0; i < connections; i++) {
      int mine = i;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  times[mine] = ask(target, conferences, end, mine);
                } catch (IOException e) {
                  failed.incrementAndGet();
                  e.printStackTrace();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failed.get() > 0) {
      throw new IllegalStateException(target.name() + ": " + failed + " connections failed");
    }
    long[] all = Arrays.stream(times).flatMapToLong(Arrays::stream).sorted().toArray();
    return new Seen(
        all, seconds, Clocks.of(target, databaseOf).since(before, Math.max(1, all.length)));
  }

  /** One connection, kept alive, one request after the other. */
  private static long[] ask(Target target, int conferences, long end, int seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    long[] times = new long[1 << 16];
    int count = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), target.port())) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
      while (System.nanoTime() < end) {
        byte[] request =
            ("GET "
                    + target.paths().of(random.nextInt(conferences))
                    + " HTTP/1.1\r\nHost: 127.0.0.1:"
                    + target.port()
                    + "\r\naccept: application/json\r\n"
                    + target.header()
                    + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        long start = System.nanoTime();
        out.write(request);
        read(in, target);
        if (count == times.length) {
          times = Arrays.copyOf(times, count * 2);
        }
        times[count++] = System.nanoTime() - start;
      }
    }
    return Arrays.copyOf(times, count);
  }

  /** Reads one answer, which must be a list of three. */
  private static void read(InputStream in, Target target) throws IOException {
    String status = line(in);
    int length = -1;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(Math.max(length, 0));
    int rows = 0;
    for (byte letter : body) {
      rows += letter == '{' ? 1 : 0;
    }
    if (!status.startsWith("HTTP/1.1 200") || rows != 4) {
      throw new IOException(
          target.name() + ": " + status + " " + new String(body, StandardCharsets.UTF_8));
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(80);
    for (int letter = in.read(); letter != '\n'; letter = in.read()) {
      if (letter < 0) {
        throw new IOException("closed");
      }
      if (letter != '\r') {
        line.append((char) letter);
      }
    }
    return line.toString();
  }
}
