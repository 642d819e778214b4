package io.roomledger.console;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

/**
 * What the pages need beside themselves: styles, scripts, the icon. Each has the hash of its bytes
 * in its name, so that browsers keep it for ever and a new one is fetched at once.
 */
final class Assets {
  private static final String PLACE = "/assets/";
  private static final String WEBJARS = "/META-INF/resources/webjars/";

  /** Parts of the console that have styles and a script of their own: their names. */
  private static final List<String> PARTS = List.of("rooms", "start");

  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private final Map<String, String> addresses = new HashMap<>();
  private final Map<String, Kept> kept = new HashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(String mediaType, byte[] bytes, byte[] zipped) {}

  Assets() {
    keep("console.css", "text/css; charset=utf-8", "/console/console.css");
    keep("console.js", SCRIPT, "/console/console.js");
    keep("exports.css", "text/css; charset=utf-8", "/console/exports.css");
    keep("exports.js", SCRIPT, "/console/exports.js");
    keep("admin.css", "text/css; charset=utf-8", "/console/admin.css");
    keep("admin.js", SCRIPT, "/console/admin.js");
    keep("icon.svg", "image/svg+xml", "/console/icon.svg");
    keep("htmx.js", SCRIPT, webjar("htmx.org", "dist/htmx.min.js"));
    keep("sse.js", SCRIPT, webjar("htmx-ext-sse", "sse.js"));
    keep("echarts.js", SCRIPT, webjar("echarts", "dist/echarts.min.js"));
    keep("charts.js", SCRIPT, "/console/charts.js");
    for (String part : PARTS) {
      keep(part + ".css", "text/css; charset=utf-8", "/console/" + part + ".css");
      keep(part + ".js", SCRIPT, "/console/" + part + ".js");
    }
  }

  /** Where a file of a WebJar is; its version is the jar's own. */
  private static String webjar(String name, String file) {
    Properties made = new Properties();
    try (InputStream in = open("/META-INF/maven/org.webjars.npm/" + name + "/pom.properties")) {
      made.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return WEBJARS + name + "/" + made.getProperty("version") + "/" + file;
  }

  private void keep(String name, String mediaType, String resource) {
    try (InputStream in = open(resource)) {
      byte[] bytes = in.readAllBytes();
      int dot = name.lastIndexOf('.');
      String address = name.substring(0, dot) + "." + hash(bytes) + name.substring(dot);
      addresses.put(name, PLACE + address);
      kept.put(address, new Kept(mediaType, bytes, zipped(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    return Objects.requireNonNull(Assets.class.getResourceAsStream(resource), resource);
  }

  /** Where an asset is. */
  String address(String name) {
    return Objects.requireNonNull(addresses.get(name), name);
  }

  Endpoint endpoint() {
    return Endpoint.get(PLACE + "{name}", this::answer);
  }

  private Answer answer(Call call) {
    Kept found = kept.get(call.pathParameter("name"));
    if (found == null) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.ENDPOINT, call.path()));
    }
    boolean zipped = call.header("Accept-Encoding").orElse("").contains("gzip");
    Answer answer =
        Answer.bytes(200, found.mediaType(), zipped ? found.zipped() : found.bytes())
            .with("Cache-Control", "public, max-age=31536000, immutable")
            .with("Vary", "Accept-Encoding");
    return zipped ? answer.with("Content-Encoding", "gzip") : answer;
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
