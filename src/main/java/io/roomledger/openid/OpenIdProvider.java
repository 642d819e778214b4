package io.roomledger.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.AMR;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The issuer: sends browsers there (authorisation code with PKCE), and takes its word for who came
 * back. That word is believed if it is signed by a key that the issuer publishes now, is meant for
 * this server and this browser, and is fresh.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html">OpenID Connect Core</a>
 */
public final class OpenIdProvider {
  private static final Duration CALL = Duration.ofSeconds(10);

  /** How long what the issuer says of itself is believed. Keys are asked for more often. */
  private static final Duration DISCOVERED = Duration.ofHours(1);

  /** Signatures that only the issuer can make; none, and those by a shared secret, are not. */
  private static final Set<JWSAlgorithm> ALGORITHMS = signatures();

  private final OpenIdSettings settings;
  private final URI back;
  private final Clock clock;
  private final IssuerCalls calls = new IssuerCalls(CALL);
  private volatile Optional<Known> known = Optional.empty();

  /**
   * The issuer of the settings.
   *
   * @param back where it sends browsers back to
   */
  public OpenIdProvider(OpenIdSettings settings, URI back, Clock clock) {
    this.settings = settings;
    this.back = back;
    this.clock = clock;
  }

  private record Known(OIDCProviderMetadata metadata, IDTokenValidator validator, Instant at) {}

  private static Set<JWSAlgorithm> signatures() {
    Set<JWSAlgorithm> all = new HashSet<>(JWSAlgorithm.Family.RSA);
    all.addAll(JWSAlgorithm.Family.EC);
    return Set.copyOf(all);
  }

  /** What people call it. */
  public String name() {
    return settings.name();
  }

  /** Where this server is reached, for who came by another address. */
  public URI back() {
    return back;
  }

  /** Where a browser is to go, and what must be remembered of it. */
  public Departure depart() throws OpenIdFailure {
    State state = new State(32);
    Nonce nonce = new Nonce(32);
    CodeVerifier verifier = new CodeVerifier();
    URI endpoint = found().metadata().getAuthorizationEndpointURI();
    URI address =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope("openid", "email", "profile"),
                new ClientID(settings.clientId()),
                back)
            .endpointURI(endpoint)
            .state(state)
            .nonce(nonce)
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .build()
            .toURI();
    return new Departure(address, state.getValue(), nonce.getValue(), verifier.getValue());
  }

  /**
   * Who came back.
   *
   * @param code what the browser brought
   * @param nonce of its departure
   * @param verifier of its departure
   */
  public Voucher arrive(String code, String nonce, String verifier) throws OpenIdFailure {
    Known issuer = found();
    OIDCTokens tokens = tokens(issuer.metadata(), code, verifier);
    JWT word = tokens.getIDToken();
    if (word == null) {
      throw new OpenIdFailure(OpenIdFailure.Why.NOT_BELIEVED, "no ID token was given");
    }
    try {
      IDTokenClaimsSet claims = issuer.validator().validate(word, new Nonce(nonce));
      return voucher(issuer.metadata(), claims, tokens);
    } catch (KeySourceException e) {
      throw unreachable("the keys of the issuer cannot be read: " + e.getMessage(), e);
    } catch (BadJOSEException | JOSEException e) {
      throw new OpenIdFailure(
          OpenIdFailure.Why.NOT_BELIEVED, "ID token: " + String.valueOf(e.getMessage()), e);
    }
  }

  /** What the issuer says of itself, asked for where that is not known or old. */
  private Known found() throws OpenIdFailure {
    Instant now = clock.instant();
    Optional<Known> fresh = known.filter(it -> it.at().plus(DISCOVERED).isAfter(now));
    if (fresh.isPresent()) {
      return fresh.get();
    }
    try {
      Known found = discover(now);
      known = Optional.of(found);
      return found;
    } catch (IOException | ParseException | IllegalArgumentException e) {
      throw unreachable("the issuer cannot be read: " + e.getMessage(), e);
    }
  }

  private Known discover(Instant now) throws IOException, ParseException {
    String issuer = settings.issuer();
    String place = issuer.endsWith("/") ? issuer : issuer + "/";
    OIDCProviderMetadata metadata =
        OIDCProviderMetadata.parse(
            calls.text(URI.create(place + ".well-known/openid-configuration")));
    if (!metadata.getIssuer().getValue().equals(issuer)) {
      throw new IOException(
          "it names itself " + metadata.getIssuer() + ", and console.openid.issuer is " + issuer);
    }
    needed("authorization_endpoint", metadata.getAuthorizationEndpointURI());
    needed("token_endpoint", metadata.getTokenEndpointURI());
    needed("jwks_uri", metadata.getJWKSetURI());
    if (metadata.getUserInfoEndpointURI() != null) {
      needed("userinfo_endpoint", metadata.getUserInfoEndpointURI());
    }
    return new Known(metadata, validator(metadata), now);
  }

  private void needed(String name, URI address) throws IOException {
    if (address == null || !settings.trusts(address)) {
      throw new IOException(name + ": " + address + " (expected: an https address)");
    }
  }

  /** Asks for the keys again when one is not known, and not more than twice in half a minute. */
  private IDTokenValidator validator(OIDCProviderMetadata metadata) throws MalformedURLException {
    JWKSource<SecurityContext> keys =
        JWKSourceBuilder.create(metadata.getJWKSetURI().toURL(), calls)
            .refreshAheadCache(false)
            .build();
    return new IDTokenValidator(
        new Issuer(settings.issuer()),
        new ClientID(settings.clientId()),
        new JWSVerificationKeySelector<>(ALGORITHMS, keys),
        null);
  }

  private OIDCTokens tokens(OIDCProviderMetadata metadata, String code, String verifier)
      throws OpenIdFailure {
    try {
      AuthorizationCodeGrant grant =
          new AuthorizationCodeGrant(new AuthorizationCode(code), back, new CodeVerifier(verifier));
      TokenResponse answer =
          OIDCTokenResponseParser.parse(
              request(metadata, grant).build().toHTTPRequest().send(calls));
      if (answer instanceof OIDCTokenResponse given) {
        return given.getOIDCTokens();
      }
      throw new OpenIdFailure(
          OpenIdFailure.Why.NOT_BELIEVED,
          "the issuer does not take the code: " + answer.toErrorResponse().getErrorObject());
    } catch (IOException | ParseException e) {
      throw unreachable("the code cannot be handed in: " + e.getMessage(), e);
    }
  }

  private TokenRequest.Builder request(OIDCProviderMetadata metadata, AuthorizationCodeGrant grant)
      throws IOException {
    URI endpoint = metadata.getTokenEndpointURI();
    ClientID client = new ClientID(settings.clientId());
    String secret = settings.secret();
    if (secret.isEmpty()) {
      return new TokenRequest.Builder(endpoint, client, grant);
    }
    List<ClientAuthenticationMethod> ways = metadata.getTokenEndpointAuthMethods();
    boolean inTheBody =
        ways != null
            && ways.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
            && !ways.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return new TokenRequest.Builder(
        endpoint,
        inTheBody
            ? new ClientSecretPost(client, new Secret(secret))
            : new ClientSecretBasic(client, new Secret(secret)),
        grant);
  }

  private Voucher voucher(OIDCProviderMetadata metadata, IDTokenClaimsSet claims, OIDCTokens tokens)
      throws OpenIdFailure {
    List<AMR> how = claims.getAMR();
    String email = claims.getStringClaim("email");
    Optional<String> verified =
        email == null
            ? asked(metadata, claims, tokens)
            : Optional.of(email)
                .filter(_ -> Boolean.TRUE.equals(claims.getBooleanClaim("email_verified")));
    return new Voucher(
        claims.getIssuer().getValue(),
        claims.getSubject().getValue(),
        verified,
        how != null && how.contains(AMR.MFA));
  }

  /** The mail address of who came, for issuers that do not write it into their word. */
  private Optional<String> asked(
      OIDCProviderMetadata metadata, IDTokenClaimsSet claims, OIDCTokens tokens)
      throws OpenIdFailure {
    URI endpoint = metadata.getUserInfoEndpointURI();
    if (endpoint == null || tokens.getBearerAccessToken() == null) {
      return Optional.empty();
    }
    try {
      UserInfoResponse answer =
          UserInfoResponse.parse(
              new UserInfoRequest(endpoint, tokens.getBearerAccessToken())
                  .toHTTPRequest()
                  .send(calls));
      UserInfo info = answer.indicatesSuccess() ? answer.toSuccessResponse().getUserInfo() : null;
      return Optional.ofNullable(info)
          .filter(it -> it.getSubject().equals(claims.getSubject()))
          .filter(it -> Boolean.TRUE.equals(it.getEmailVerified()))
          .map(UserInfo::getEmailAddress);
    } catch (IOException | ParseException e) {
      throw unreachable("the mail address cannot be asked for: " + e.getMessage(), e);
    }
  }

  private static OpenIdFailure unreachable(String message, Exception cause) {
    return new OpenIdFailure(OpenIdFailure.Why.UNREACHABLE, message, cause);
  }
}
