package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Json;

/** Prints answers as the vendor does. */
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
}
