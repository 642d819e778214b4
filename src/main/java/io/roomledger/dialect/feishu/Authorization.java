// https://open.feishu.cn/document/common-capabilities/sso/api/obtain-oauth-code
package io.roomledger.dialect.feishu;

import io.roomledger.http.Call;
import io.roomledger.identity.App;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Challenge;
import io.roomledger.identity.Grants;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an app asks a person for, as the address of the page says.
 *
 * @param app which
 * @param redirectUri where the answer goes, one of those that are registered for the app
 * @param scopes what it wants to do, in its order
 * @param state what it wants back
 * @param challenge what it will answer when it brings the code
 */
record Authorization(
    App app,
    String redirectUri,
    Set<String> scopes,
    Optional<String> state,
    Optional<Challenge> challenge) {
  private static final int MOST_SCOPES = 50;
  private static final int LONGEST_STATE = 2_048;
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  /** Why nobody can be asked. The address cannot be trusted then, so nobody is sent back. */
  enum Problem {
    REQUEST(20001),
    SCOPE_NOT_GIVEN(20027),
    APP(20028),
    REDIRECT(20029),
    SCOPES(20043);

    private final int code;

    Problem(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** Nobody can be asked. */
  static final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    ProblemException(Problem problem) {
      super(problem.name(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  /**
   * Reads the address.
   *
   * @param all whether the app asks for all that it has, as the older page has no scopes
   */
  static Authorization of(Call call, Apps apps, boolean all) {
    App app =
        find(call, "client_id")
            .or(() -> find(call, "app_id"))
            .flatMap(apps::find)
            .filter(App::active)
            .orElseThrow(() -> new ProblemException(Problem.APP));
    String redirectUri = find(call, "redirect_uri").orElse("");
    if (!app.redirectUris().contains(redirectUri)) {
      throw new ProblemException(Problem.REDIRECT);
    }
    Optional<String> state = call.query("state");
    boolean code = find(call, "response_type").orElse("code").equals("code");
    if (!code || state.orElse("").length() > LONGEST_STATE) {
      throw new ProblemException(Problem.REQUEST);
    }
    return new Authorization(app, redirectUri, scopes(call, app, all), state, challenge(call));
  }

  private static Optional<String> find(Call call, String name) {
    return call.query(name).filter(text -> !text.isEmpty());
  }

  private static Set<String> scopes(Call call, App app, boolean all) {
    Optional<String> text = call.query("scope").map(String::strip).filter(it -> !it.isEmpty());
    if (text.isEmpty()) {
      return all ? app.scopes() : Set.of();
    }
    Set<String> scopes = new LinkedHashSet<>(List.of(text.get().split("\\s+")));
    if (scopes.size() > MOST_SCOPES) {
      throw new ProblemException(Problem.SCOPES);
    }
    if (!app.scopes().containsAll(scopes)) {
      throw new ProblemException(Problem.SCOPE_NOT_GIVEN);
    }
    return scopes;
  }

  private static Optional<Challenge> challenge(Call call) {
    Optional<String> text = find(call, "code_challenge");
    Challenge.Method method =
        switch (find(call, "code_challenge_method").orElse("plain")) {
          case "S256" -> Challenge.Method.S256;
          case "plain" -> Challenge.Method.PLAIN;
          default -> throw new ProblemException(Problem.REQUEST);
        };
    if (text.isPresent() && !CHALLENGE.matcher(text.get()).matches()) {
      throw new ProblemException(Problem.REQUEST);
    }
    return text.map(it -> new Challenge(it, method));
  }

  Grants.Ask ask() {
    return new Grants.Ask(app, redirectUri, scopes, challenge);
  }

  /** All of it in one text, so that a form cannot be sent for another. */
  String canonical() {
    return String.join("\n", app.id(), redirectUri, String.join(" ", scopes))
        + "\n"
        + state.orElse("")
        + "\n"
        + challenge.map(Challenge::text).orElse("");
  }

  /** Where the browser goes with {@code name=value}; what stands behind a # stays behind. */
  String back(String name, String value) {
    int hash = redirectUri.indexOf('#');
    String base = hash < 0 ? redirectUri : redirectUri.substring(0, hash);
    String rest = hash < 0 ? "" : redirectUri.substring(hash);
    String answer =
        name + "=" + encoded(value) + state.map(it -> "&state=" + encoded(it)).orElse("");
    String joint = !base.contains("?") ? "?" : base.endsWith("?") || base.endsWith("&") ? "" : "&";
    return URI.create(base + joint + answer + rest).toASCIIString();
  }

  /** Where that is, for people and for the page's policy: scheme and host, or the scheme alone. */
  String place() {
    URI uri = URI.create(redirectUri);
    return uri.getRawAuthority() == null
        ? uri.getScheme() + ":"
        : uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
