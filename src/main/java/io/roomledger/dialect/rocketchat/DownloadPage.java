package io.roomledger.dialect.rocketchat;

import io.roomledger.http.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a person sees who follows the link of a mail and does not get the file. */
final class DownloadPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:16px/1.55 system-ui,sans-serif;max-width:24rem;margin:18vh auto 0;padding:0 1.25rem}
      h1{font-size:1.5rem;line-height:1.2}
      label{display:block;margin:.9rem 0 .2rem;font-size:.9rem}
      input,button{font:inherit;width:100%;box-sizing:border-box;padding:.6rem .8rem;border:1px solid #888;
      border-radius:.5rem}
      button{margin-top:1.2rem;background:#0b5f6b;color:#fff;border:0;font-weight:600;cursor:pointer}
      """;

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + hash(STYLE)
          + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final String FORM =
      """
      <form method="post"><label for="user">User name or mail address</label>
      <input id="user" name="user" autocomplete="username" required autofocus>
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required>
      <label for="code">Code of your second factor, if you have one</label>
      <input id="code" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="40">
      <button>Download</button></form>
      """;

  private DownloadPage() {}

  /** 403, as the vendor has it, with a way on. */
  static Answer logIn(String why) {
    return page(403, "Your data file", why, FORM);
  }

  /** Says why there is no file. */
  static Answer notice(int status, String why) {
    return page(status, "No file", why, "");
  }

  private static Answer page(int status, String title, String why, String form) {
    String html =
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>%s</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"><style>%s</style></head>
        <body><main><h1>%s</h1><p>%s</p>%s</main></body></html>
        """
            .formatted(title, STYLE, title, escaped(why), form);
    return Answer.text(status, "text/html; charset=utf-8", html)
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "no-referrer")
        .with("Cache-Control", "no-store");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String hash(String style) {
    try {
      byte[] bytes = style.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
