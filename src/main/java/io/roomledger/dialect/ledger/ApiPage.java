package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI document as a page for people: no script, nothing from outside. */
final class ApiPage {
  private static final String SCHEMAS = "#/components/schemas/";

  private final JsonNode document;
  private final StringBuilder html = new StringBuilder(64 * 1024);

  private ApiPage(JsonNode document) {
    this.document = document;
  }

  /** An operation and where it is. */
  private record Operation(String method, String path, JsonNode told) {}

  /** The page of a document. */
  static String of(JsonNode document) {
    ApiPage page = new ApiPage(document);
    page.write();
    return page.html.toString();
  }

  private void write() {
    Map<String, List<Operation>> chapters = chapters();
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<title>Roomledger: the server's own API</title>")
        .append("<link rel=\"stylesheet\" href=\"/ledger/v1/api.css\">")
        .append("<link rel=\"icon\" href=\"data:,\"></head><body>")
        .append("<header><h1>The server's own API</h1><p>Version ")
        .append(text(document.at("/info/version").asText()))
        .append(". The same for programs: <a href=\"/ledger/v1/openapi.json\">openapi.json</a>.")
        .append(" A token from <a href=\"#post-token\"><code>POST /ledger/v1/token</code></a> goes")
        .append(" with each call: <code>Authorization: Bearer TOKEN</code>.</p></header>");
    html.append("<nav aria-label=\"Chapters\"><ul>");
    chapters.keySet().forEach(tag -> link("chapter-" + id(tag), tag));
    link("shapes", "Shapes");
    html.append("</ul></nav><main>");
    chapters.forEach(this::chapter);
    shapes();
    html.append("</main></body></html>\n");
  }

  private void link(String id, String name) {
    html.append("<li><a href=\"#").append(id).append("\">").append(text(name)).append("</a></li>");
  }

  private Map<String, List<Operation>> chapters() {
    Map<String, List<Operation>> chapters = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> told : path.getValue().properties()) {
        String method = told.getKey().toUpperCase(Locale.ROOT);
        chapters
            .computeIfAbsent(told.getValue().at("/tags/0").asText(), tag -> new ArrayList<>())
            .add(new Operation(method, path.getKey(), told.getValue()));
      }
    }
    return chapters;
  }

  private void chapter(String tag, List<Operation> operations) {
    html.append("<section aria-labelledby=\"chapter-")
        .append(id(tag))
        .append("\"><h2 id=\"chapter-");
    html.append(id(tag)).append("\">").append(text(tag)).append("</h2>");
    operations.forEach(this::operation);
    html.append("</section>");
  }

  private void operation(Operation operation) {
    JsonNode told = operation.told();
    html.append("<article id=\"").append(text(told.path("operationId").asText())).append("\">");
    html.append("<h3><span class=\"method\">").append(operation.method()).append("</span> <code>");
    html.append(text(operation.path())).append("</code></h3><p>");
    html.append(text(told.path("summary").asText())).append("</p><p class=\"soft\">");
    if (told.has("x-scope")) {
      html.append("Scope <code>").append(text(told.path("x-scope").asText())).append("</code>");
    } else {
      html.append("No token is needed");
    }
    html.append("</p>");
    parameters(operation);
    if (told.has("requestBody")) {
      html.append("<p>Takes ");
      content(told.path("requestBody").path("content"));
      html.append("</p>");
    }
    answers(told.path("responses"));
    html.append("</article>");
  }

  private void parameters(Operation operation) {
    JsonNode parameters = operation.told().path("parameters");
    if (parameters.isEmpty()) {
      return;
    }
    table("Parameters of " + operation.method() + " " + operation.path());
    for (JsonNode parameter : parameters) {
      String where = parameter.path("in").asText();
      String must = parameter.path("required").asBoolean() ? ", required" : "";
      row(
          parameter.path("name").asText(),
          type(parameter.path("schema")) + bounds(parameter.path("schema")),
          parameter.path("description").asText() + " (" + where + must + ")");
    }
    html.append("</tbody></table></div>");
  }

  private void answers(JsonNode responses) {
    StringBuilder refusals = new StringBuilder();
    for (Map.Entry<String, JsonNode> response : responses.properties()) {
      boolean refusal = response.getKey().compareTo("400") >= 0;
      if (refusal) {
        refusals.append(refusals.isEmpty() ? "" : ", ").append(response.getKey());
        continue;
      }
      html.append("<p><code>").append(response.getKey()).append("</code> ");
      html.append(text(response.getValue().path("description").asText())).append(' ');
      content(response.getValue().path("content"));
      html.append("</p>");
    }
    html.append("<p class=\"soft\">Refused with ").append(refusals);
    html.append(", as a <a href=\"#shape-ProblemView\">problem</a>.</p>");
  }

  /** The media types of a body, and what it looks like. */
  private void content(JsonNode content) {
    String comma = "";
    for (Map.Entry<String, JsonNode> media : content.properties()) {
      html.append(comma).append("<code>").append(text(media.getKey())).append("</code>");
      JsonNode schema = media.getValue().path("schema");
      if (schema.has("$ref")) {
        html.append(": ").append(type(schema));
      }
      comma = ", ";
    }
  }

  private void shapes() {
    html.append("<section aria-labelledby=\"shapes\"><h2 id=\"shapes\">Shapes</h2>");
    html.append("<p>What requests carry and answers hold, as JSON. Times are ISO 8601 in UTC.</p>");
    for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
      String name = schema.getKey();
      html.append("<article id=\"shape-").append(text(name)).append("\"><h3><code>");
      html.append(text(name)).append("</code></h3>");
      table("Members of " + name);
      for (Map.Entry<String, JsonNode> member : schema.getValue().path("properties").properties()) {
        row(
            member.getKey(),
            type(member.getValue()) + bounds(member.getValue()),
            member.getValue().path("description").asText());
      }
      html.append("</tbody></table></div></article>");
    }
    html.append("</section>");
  }

  /** A table that scrolls by itself where the page is narrow, also by the keyboard. */
  private void table(String caption) {
    String name = text(caption);
    html.append("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"").append(name);
    html.append("\"><table><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Type</th>");
    html.append("<th scope=\"col\">Meaning</th></tr></thead><tbody>");
  }

  private void row(String name, String type, String meaning) {
    html.append("<tr><th scope=\"row\"><code>").append(text(name)).append("</code></th><td>");
    html.append(type).append("</td><td>").append(text(meaning)).append("</td></tr>");
  }

  /** A type in words, with a link to a shape that has a name. */
  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      String name = text(schema.path("$ref").asText().substring(SCHEMAS.length()));
      return "<a href=\"#shape-" + name + "\">" + name + "</a>";
    }
    if (schema.has("anyOf")) {
      return type(schema.at("/anyOf/0")) + " or null";
    }
    JsonNode type = schema.path("type");
    String name = type.isArray() ? type.path(0).asText() + " or null" : type.asText("anything");
    if (schema.has("items")) {
      return "list of " + type(schema.path("items")) + (type.isArray() ? " or null" : "");
    }
    if (schema.has("enum")) {
      List<String> words = new ArrayList<>();
      schema.path("enum").forEach(word -> words.add("<code>" + text(word.asText()) + "</code>"));
      return String.join(", ", words);
    }
    return text(schema.path("format").asText().equals("date-time") ? "time" : name);
  }

  private static String bounds(JsonNode schema) {
    List<String> bounds = new ArrayList<>();
    if (schema.has("minimum")) {
      bounds.add(schema.path("minimum").asText() + " to " + schema.path("maximum").asText());
    }
    if (schema.has("maxLength")) {
      bounds.add("at most " + schema.path("maxLength").asText() + " characters");
    }
    if (schema.has("maxItems")) {
      bounds.add("at most " + schema.path("maxItems").asText());
    }
    if (schema.has("default")) {
      bounds.add("else " + schema.path("default").asText());
    }
    return bounds.isEmpty() ? "" : text(", " + String.join(", ", bounds));
  }

  private static String id(String tag) {
    return tag.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
