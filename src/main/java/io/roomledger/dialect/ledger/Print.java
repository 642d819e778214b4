package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Json;
import java.util.Map;

/** Prints answers. */
final class Print {
  private static final String TYPE = "application/json";

  private Print() {}

  static Answer answer(int status, JsonNode body) {
    return Json.answer(status, TYPE, body);
  }

  static Answer nothing() {
    return new Answer(204, Map.of(), new Answer.Body.Bytes(new byte[0]));
  }
}
