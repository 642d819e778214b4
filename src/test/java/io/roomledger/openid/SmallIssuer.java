package io.roomledger.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** An issuer on this machine: it vouches for whomever a test says, rightly or wrongly. */
public final class SmallIssuer implements AutoCloseable {
  public static final String CLIENT = "roomledger";
  public static final String SECRET = "a secret of 32 characters, as it is";

  private final HttpServer server;
  private final Proof proof;
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();
  private RSAKey key = newKey("first");

  /** Where it takes the secret. */
  public enum Proof {
    CLIENT_SECRET_BASIC,
    CLIENT_SECRET_POST,
    /** From nobody: who has sent the browser is proof enough. */
    NONE
  }

  /** How a word is signed. */
  public enum Signed {
    RIGHTLY,
    BY_NOBODY,
    BY_ANOTHER,
    BY_THE_SECRET
  }

  /**
   * Somebody for whom it vouches.
   *
   * @param change what is said otherwise than it should be
   */
  public record Word(String subject, Consumer<JWTClaimsSet.Builder> change, Signed signed) {
    /** A right word. */
    public static Word of(String subject, String email) {
      return new Word(
          subject, it -> it.claim("email", email).claim("email_verified", true), Signed.RIGHTLY);
    }

    /** The same, said otherwise. */
    public Word but(Consumer<JWTClaimsSet.Builder> other) {
      return new Word(subject, change.andThen(other), signed);
    }

    /** The same, signed otherwise. */
    public Word signed(Signed how) {
      return new Word(subject, change, how);
    }
  }

  private record Grant(Map<String, List<String>> asked, Word word) {}

  /** One that takes its clients' secret where most do. */
  public SmallIssuer() throws IOException {
    this(Proof.CLIENT_SECRET_BASIC);
  }

  public SmallIssuer(Proof proof) throws IOException {
    this.proof = proof;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/.well-known/openid-configuration", it -> say(it, 200, configuration()));
    server.createContext("/keys", it -> say(it, 200, new JWKSet(key).toString()));
    server.createContext("/token", this::token);
    server.createContext("/userinfo", this::userInfo);
    server.start();
  }

  /** Its address, which is its name. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on it signs with another key. */
  public void rotate() {
    key = newKey("second");
  }

  /**
   * Logs somebody in who was sent here.
   *
   * @param there where the browser was sent
   * @return the code that the browser brings back
   */
  public String grant(URI there, Word word) {
    Map<String, List<String>> asked = URLUtils.parseParameters(there.getRawQuery());
    String code = "code-" + grants.size();
    grants.put(code, new Grant(asked, word));
    return code;
  }

  private String configuration() {
    return """
    {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
     "userinfo_endpoint":"%1$s/userinfo","jwks_uri":"%1$s/keys",
     "response_types_supported":["code"],"subject_types_supported":["public"],
     "id_token_signing_alg_values_supported":["RS256"],
     "token_endpoint_auth_methods_supported":["%2$s"]}
    """
        .formatted(address(), proof.name().toLowerCase(Locale.ROOT));
  }

  /** Takes a code once, from who proves both the secret and that they have sent the browser. */
  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, List<String>> form = URLUtils.parseParameters(body);
    Grant grant = grants.remove(one(form, "code"));
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    boolean right =
        grant != null
            && proved(header, form)
            && one(grant.asked(), "redirect_uri").equals(one(form, "redirect_uri"))
            && CodeChallenge.compute(
                    CodeChallengeMethod.S256, new CodeVerifier(one(form, "code_verifier")))
                .getValue()
                .equals(one(grant.asked(), "code_challenge"));
    if (grant == null || !right) {
      say(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    try {
      say(
          exchange,
          200,
          "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}"
              .formatted(grant.word().subject() + "-token", idToken(grant)));
    } catch (JOSEException e) {
      throw new IOException(e);
    }
  }

  private boolean proved(String header, Map<String, List<String>> form) {
    return switch (proof) {
      case CLIENT_SECRET_BASIC -> {
        String basic = CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        yield header.equals(
            "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
      }
      case CLIENT_SECRET_POST ->
          one(form, "client_id").equals(CLIENT) && one(form, "client_secret").equals(SECRET);
      case NONE -> one(form, "client_id").equals(CLIENT) && !form.containsKey("client_secret");
    };
  }

  /** Tells what its own word did not say. */
  private void userInfo(HttpExchange exchange) throws IOException {
    String subject =
        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
            .replaceAll("^Bearer |-token$", "");
    say(
        exchange,
        200,
        "{\"sub\":\"%1$s\",\"email\":\"%1$s@brightwater.example\",\"email_verified\":true}"
            .formatted(subject));
  }

  private String idToken(Grant grant) throws JOSEException {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(address())
            .subject(grant.word().subject())
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", one(grant.asked(), "nonce"));
    grant.word().change().accept(claims);
    return switch (grant.word().signed()) {
      case BY_NOBODY -> new PlainJWT(claims.build()).serialize();
      case BY_THE_SECRET -> {
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
        jwt.sign(new MACSigner(SECRET));
        yield jwt.serialize();
      }
      case RIGHTLY -> signed(claims.build(), key);
      case BY_ANOTHER -> signed(claims.build(), newKey(key.getKeyID()));
    };
  }

  private static String signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String one(Map<String, List<String>> values, String name) {
    return values.getOrDefault(name, List.of("")).getFirst();
  }

  private static void say(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
