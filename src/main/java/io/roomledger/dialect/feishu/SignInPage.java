package io.roomledger.dialect.feishu;

import io.roomledger.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;

/**
 * The pages of log-in and consent. They have no script; whatever comes from outside is escaped; the
 * policy lets a form go nowhere but here and, after the answer, to the app's registered place.
 */
final class SignInPage {
  private static final String STYLE = style();
  private static final String STYLE_HASH = base64(sha256(STYLE));

  private final SignInWords words;

  SignInPage(SignInWords words) {
    this.words = words;
  }

  /**
   * The form for name and password.
   *
   * @param message what went wrong before, or empty
   * @param form what proves that the form came from here
   */
  Answer signIn(int status, Authorization ask, String message, String name, String form) {
    String app = ask.app().name();
    return page(
        status,
        words.say("signIn", app),
        ask.place(),
        paragraph("", words.say("signInLead", app))
            + (message.isEmpty() ? "" : paragraph("bad", message))
            + """
            <form method="post">
            <input type="hidden" name="form" value="%s">
            <label for="username">%s</label>
            <input type="text" id="username" name="username" value="%s" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="200">
            <label for="password">%s</label>
            <input type="password" id="password" name="password" autocomplete="current-password" required maxlength="1000">
            <div class="buttons"><button type="submit">%s</button></div>
            </form>
            """
                .formatted(
                    escaped(form),
                    escaped(words.say("name")),
                    escaped(name),
                    escaped(words.say("password")),
                    escaped(words.say("continue"))));
  }

  /**
   * The form for the code of a second factor.
   *
   * @param message what went wrong before, or empty
   * @param step what proves whose password was said
   */
  Answer code(int status, Authorization ask, String message, String step) {
    return page(
        status,
        words.say("codeTitle"),
        ask.place(),
        paragraph("", words.say("codeLead"))
            + (message.isEmpty() ? "" : paragraph("bad", message))
            + """
            <form method="post">
            <input type="hidden" name="step" value="%s">
            <label for="code">%s</label>
            <input type="text" id="code" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required maxlength="40">
            <div class="buttons"><button type="submit">%s</button></div>
            </form>
            """
                .formatted(
                    escaped(step), escaped(words.say("code")), escaped(words.say("continue"))));
  }

  /**
   * The question whether the app may.
   *
   * @param person who is asked
   * @param scopes what for
   * @param ticket what proves that this person was asked this
   */
  Answer consent(Authorization ask, String person, Set<String> scopes, String ticket) {
    String app = ask.app().name();
    return page(
        200,
        words.say("consent", app),
        ask.place(),
        paragraph("", words.say("consentLead", person))
            + "<ul>\n"
            + item(words.say("identity"), "")
            + scopes.stream().map(this::scope).reduce("", String::concat)
            + "</ul>\n"
            + paragraph("soft", words.say("until"))
            + """
            <form method="post">
            <input type="hidden" name="ticket" value="%s">
            <div class="buttons">
            <button type="submit" name="decision" value="allow">%s</button>
            <button type="submit" name="decision" value="refuse" class="quiet">%s</button>
            </div>
            </form>
            """
                .formatted(
                    escaped(ticket), escaped(words.say("allow")), escaped(words.say("refuse")))
            + paragraph("soft", words.say("back", ask.place()))
            + "<p class=\"soft\"><a href=\"\">"
            + escaped(words.say("other"))
            + "</a></p>\n");
  }

  private String scope(String scope) {
    String meaning = words.meaning(scope);
    return meaning.isEmpty() ? item(scope, "") : item(meaning, scope);
  }

  /** That the link cannot be used, and why. */
  Answer problem(Authorization.Problem problem) {
    return page(
        400,
        words.say("problem"),
        "",
        paragraph("bad", words.say(problem.name()))
            + paragraph("soft", words.say("tell", String.valueOf(problem.code()))));
  }

  /** A message and nothing to do. */
  Answer message(int status, String message) {
    return page(status, words.say("problem"), "", paragraph("bad", message));
  }

  /** A fault of ours. */
  Answer fault(String requestId) {
    return message(500, words.say("fault", requestId));
  }

  private Answer page(int status, String title, String place, String content) {
    String html =
        """
        <!doctype html>
        <html lang="%s">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <main>
        <p class="brand">Roomledger</p>
        <h1>%s</h1>
        %s</main>
        </body>
        </html>
        """
            .formatted(words.tag(), escaped(title), STYLE, escaped(title), content);
    return Answer.text(status, "text/html; charset=utf-8", html)
        .with("Content-Security-Policy", policy(place))
        .with("X-Frame-Options", "DENY")
        .with("Referrer-Policy", "no-referrer")
        .with("Cache-Control", "no-store")
        .with("Vary", "Accept-Language, Cookie");
  }

  /** Browsers hold the redirect that answers a form to form-action too. */
  private static String policy(String place) {
    return "default-src 'none'; style-src 'sha256-"
        + STYLE_HASH
        + "'; base-uri 'none'; form-action 'self'"
        + (place.isEmpty() ? "" : " " + place)
        + "; frame-ancestors 'none'";
  }

  private static String paragraph(String kind, String text) {
    return "<p"
        + (kind.isEmpty() ? "" : " class=\"" + kind + "\"")
        + ">"
        + escaped(text)
        + "</p>\n";
  }

  private static String item(String text, String name) {
    return "<li>"
        + escaped(text)
        + (name.isEmpty() ? "" : "<small>" + escaped(name) + "</small>")
        + "</li>\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String style() {
    try (InputStream file = SignInPage.class.getResourceAsStream("/feishu/sign-in.css")) {
      if (file == null) {
        throw new IllegalStateException("feishu/sign-in.css is not in the program");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
