package io.roomledger.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.roomledger.http.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Renders the templates, which escape whatever they are given. */
final class Pages {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), Pages.class.getPackageName());
  private final Assets assets;

  Pages(Assets assets) {
    this.assets = assets;
  }

  /** A page, or a part of one. */
  Answer page(int status, Visit visit, String template, Object view) {
    return Answer.text(status, "text/html; charset=utf-8", text(visit, template, view))
        .with("Cache-Control", "no-store")
        .with("Content-Language", visit.manners().words().tag());
  }

  Answer page(Visit visit, String template, Object view) {
    return page(200, visit, template, view);
  }

  /** What a template says of a view. */
  String text(Visit visit, String template, Object view) {
    StringOutput out = new StringOutput();
    Map<String, Object> values = new HashMap<>();
    values.put("v", visit);
    values.put("it", view);
    values.put("assets", assets);
    engine.render(template + ".jte", values, out);
    return out.toString();
  }

  /** Parameters of an address, without those that say nothing, in the order of their names. */
  static String query(Map<String, String> values) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .filter(it -> !it.getValue().isEmpty())
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }

  /** An answer that sends the browser elsewhere. */
  static Answer redirect(Visit visit, String where) {
    if (visit.partial()) {
      return new Answer(
          200,
          Map.of("HX-Redirect", where, "Cache-Control", "no-store"),
          new Answer.Body.Bytes(new byte[0]));
    }
    return new Answer(
        303,
        Map.of("Location", where, "Cache-Control", "no-store"),
        new Answer.Body.Bytes(new byte[0]));
  }
}
