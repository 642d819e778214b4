package io.roomledger.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An S3 server of the tests with one bucket: objects, uploads in parts, and the refusals of a real
 * one. It takes nothing whose signature of version 4, whose hash or whose checksum is not right,
 * and computes all of them itself.
 */
public final class S3Endpoint implements AutoCloseable {
  private static final String BUCKET = "records";
  private static final String ACCESS_KEY = "ROOMKEY";
  private static final String SECRET_KEY = "only the tests know it";
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/s3/aws4_request,"
              + " SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");
  private static final Pattern COMPLETED =
      Pattern.compile(
          "<Part><ETag>([^<]*)</ETag><ChecksumSHA256>([^<]*)</ChecksumSHA256>"
              + "<PartNumber>(\\d+)</PartNumber></Part>");

  private final HttpServer server;
  private final Map<String, S3Object> objects = new ConcurrentSkipListMap<>();
  private final Map<String, S3Upload> uploads = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * What lies there.
   *
   * @param content its bytes
   * @param mediaType what it is
   * @param sha256 what whoever put it there says of it
   * @param parts in how many parts it came, 0 for none
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record S3Object(byte[] content, String mediaType, String sha256, int parts) {}

  /** An upload that has not ended. */
  private record S3Upload(Headers begun, NavigableMap<Integer, byte[]> parts) {}

  /** What a request is refused with. */
  private static final class RefusedRequest extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedRequest(int status, String code) {
      super(code);
      this.status = status;
    }
  }

  public S3Endpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext("/", this::take);
    server.start();
  }

  /** How to put things there, below {@code prefix}. */
  public BucketSettings settings(String prefix) {
    return settings(prefix, SECRET_KEY);
  }

  BucketSettings settings(String prefix, String secretKey) {
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    return new BucketSettings(address, "eu-test-1", BUCKET, prefix, true, ACCESS_KEY, secretKey);
  }

  /** The objects that can be seen, by key. */
  public Map<String, S3Object> objects() {
    return objects;
  }

  /** The object under that key, which must be there. */
  public S3Object object(String key) {
    return Optional.ofNullable(objects.get(key)).orElseThrow();
  }

  /** How many uploads have neither been completed nor aborted. */
  int uploadsUnderWay() {
    return uploads.size();
  }

  /** How many requests came. */
  int calls() {
    return calls.get();
  }

  /** Refuses the next request of that kind: {@code put}, {@code begin}, {@code part 2}, ... */
  public void fail(String act, int status) {
    failures.put(act, status);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange call) throws IOException {
    calls.incrementAndGet();
    try (call) {
      byte[] body = call.getRequestBody().readAllBytes();
      String answer;
      int status = 200;
      try {
        authenticate(call, body);
        answer = act(call, body);
      } catch (RefusedRequest e) {
        status = e.status;
        answer =
            "<Error><Code>%s</Code><Message>refused by the test</Message></Error>"
                .formatted(e.getMessage());
      }
      byte[] bytes = answer.getBytes(UTF_8);
      call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      call.getResponseBody().write(bytes);
    }
  }

  private String act(HttpExchange call, byte[] body) throws RefusedRequest {
    Map<String, String> query = query(call);
    String path = URLDecoder.decode(call.getRequestURI().getRawPath().replace("+", "%2B"), UTF_8);
    if (!path.startsWith("/" + BUCKET + "/")) {
      throw new RefusedRequest(404, "NoSuchBucket");
    }
    String key = path.substring(BUCKET.length() + 2);
    String upload = query.getOrDefault("uploadId", "");
    String kind = call.getRequestMethod() + String.join(",", new TreeMap<>(query).keySet());
    return switch (kind) {
      case "PUT" -> put(call, key, body);
      case "POSTuploads" -> begin(call);
      case "PUTpartNumber,uploadId" ->
          part(call, upload, Integer.parseInt(query.getOrDefault("partNumber", "")), body);
      case "POSTuploadId" -> complete(key, upload, new String(body, UTF_8));
      case "DELETEuploadId" -> {
        refuse("abort");
        uploads.remove(upload);
        yield "";
      }
      default -> throw new RefusedRequest(405, "MethodNotAllowed");
    };
  }

  private void refuse(String act) throws RefusedRequest {
    Integer status = failures.remove(act);
    if (status != null) {
      throw new RefusedRequest(status, status < 500 ? "AccessDenied" : "InternalError");
    }
  }

  private String put(HttpExchange call, String key, byte[] body) throws RefusedRequest {
    refuse("put");
    checksum(call, body);
    objects.put(key, object(call.getRequestHeaders(), body, 0));
    return "";
  }

  private String begin(HttpExchange call) throws RefusedRequest {
    refuse("begin");
    String id = "upload-" + calls.get();
    uploads.put(id, new S3Upload(call.getRequestHeaders(), new ConcurrentSkipListMap<>()));
    return "<InitiateMultipartUploadResult><UploadId>"
        + id
        + "</UploadId></InitiateMultipartUploadResult>";
  }

  private String part(HttpExchange call, String upload, int number, byte[] body)
      throws RefusedRequest {
    refuse("part " + number);
    checksum(call, body);
    known(upload).parts().put(number, body);
    call.getResponseHeaders().set("ETag", "\"tag-" + number + "\"");
    return "";
  }

  private String complete(String key, String upload, String list) throws RefusedRequest {
    refuse("complete");
    S3Upload known = known(upload);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Matcher said = COMPLETED.matcher(list);
    int parts = 0;
    while (said.find()) {
      byte[] part = known.parts().get(++parts);
      boolean right =
          part != null
              && said.group(1).replace("&quot;", "\"").equals("\"tag-" + parts + "\"")
              && said.group(2).equals(Base64.getEncoder().encodeToString(sha256(part)))
              && said.group(3).equals(Integer.toString(parts));
      if (!right) {
        throw new RefusedRequest(400, "InvalidPart");
      }
      whole.writeBytes(part);
    }
    if (parts != known.parts().size()) {
      throw new RefusedRequest(400, "InvalidPartOrder");
    }
    objects.put(key, object(known.begun(), whole.toByteArray(), parts));
    uploads.remove(upload);
    return "<CompleteMultipartUploadResult><Key>x</Key></CompleteMultipartUploadResult>";
  }

  private S3Upload known(String upload) throws RefusedRequest {
    S3Upload known = uploads.get(upload);
    if (known == null) {
      throw new RefusedRequest(404, "NoSuchUpload");
    }
    return known;
  }

  private static S3Object object(Headers headers, byte[] content, int parts) {
    return new S3Object(
        content,
        String.valueOf(headers.getFirst("content-type")),
        String.valueOf(headers.getFirst("x-amz-meta-sha256")),
        parts);
  }

  private static void checksum(HttpExchange call, byte[] body) throws RefusedRequest {
    String right = Base64.getEncoder().encodeToString(sha256(body));
    if (!right.equals(call.getRequestHeaders().getFirst("x-amz-checksum-sha256"))) {
      throw new RefusedRequest(400, "BadDigest");
    }
  }

  private static Map<String, String> query(HttpExchange call) {
    String raw = call.getRequestURI().getRawQuery();
    return Stream.of(raw == null ? new String[0] : raw.split("&"))
        .map(pair -> (pair + "=").split("=", -1))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  /** As the vendor says: docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html. */
  private static void authenticate(HttpExchange call, byte[] body) throws RefusedRequest {
    Headers headers = call.getRequestHeaders();
    Matcher said = AUTHORIZATION.matcher(String.valueOf(headers.getFirst("authorization")));
    String hash = String.valueOf(headers.getFirst("x-amz-content-sha256"));
    boolean empty = body.length == 0 && hash.equals("UNSIGNED-PAYLOAD");
    if (!said.matches() || !said.group(1).equals(ACCESS_KEY)) {
      throw new RefusedRequest(403, "InvalidAccessKeyId");
    }
    if (!empty && !hash.equals(HexFormat.of().formatHex(sha256(body)))) {
      throw new RefusedRequest(400, "XAmzContentSHA256Mismatch");
    }
    String request =
        String.join(
            "\n",
            call.getRequestMethod(),
            call.getRequestURI().getRawPath(),
            new TreeMap<>(query(call))
                .entrySet().stream()
                    .map(pair -> pair.getKey() + "=" + pair.getValue())
                    .collect(Collectors.joining("&")),
            Stream.of(said.group(4).split(";"))
                .map(name -> name + ":" + String.valueOf(headers.getFirst(name)).strip() + "\n")
                .collect(Collectors.joining()),
            said.group(4),
            hash);
    String scope = said.group(2) + "/" + said.group(3) + "/s3/aws4_request";
    String text =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            String.valueOf(headers.getFirst("x-amz-date")),
            scope,
            HexFormat.of().formatHex(sha256(request.getBytes(UTF_8))));
    byte[] key = ("AWS4" + SECRET_KEY).getBytes(UTF_8);
    for (String step : scope.split("/", -1)) {
      key = hmac(key, step);
    }
    if (!HexFormat.of().formatHex(hmac(key, text)).equals(said.group(5))) {
      throw new RefusedRequest(403, "SignatureDoesNotMatch");
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
