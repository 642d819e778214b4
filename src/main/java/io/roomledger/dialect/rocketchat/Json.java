package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import java.util.Map;

/** Reads bodies and prints answers as the vendor does. */
final class Json {
  /** Exactly this, without a charset: the vendor's own tests compare it. */
  static final String TYPE = "application/json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static Answer answer(int status, JsonNode body) {
    try {
      return Answer.bytes(status, TYPE, MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** 200 with these fields, and then {@code success: true}. */
  static Answer success(ObjectNode fields) {
    return answer(200, fields.put("success", true));
  }

  /** The body: JSON or a form; what is neither, or nothing, is an empty object. */
  static JsonNode body(Call call) {
    Map<String, String> form = call.form();
    if (!form.isEmpty()) {
      ObjectNode fields = object();
      form.forEach(fields::put);
      return fields;
    }
    try {
      return call.json().orElseGet(Json::object);
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.Invalid) {
        return object();
      }
      throw e;
    }
  }

  /** The text of a field; empty if it is not there or no text. */
  static String text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    return value.isTextual() ? value.textValue() : "";
  }
}
