package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import java.util.Map;

/** Reads bodies and prints answers as the vendor does. */
final class Wire {
  /** Exactly this, without a charset: the vendor's own tests compare it. */
  static final String TYPE = "application/json";

  private Wire() {}

  static ObjectNode object() {
    return Json.object();
  }

  static Answer answer(int status, JsonNode body) {
    return Json.answer(status, TYPE, body);
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
