package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Json;

/** Prints answers as the vendor's gateway does. */
final class Print {
  private static final String TYPE = "application/json;charset=utf-8";

  private Print() {}

  static Answer answer(int status, ObjectNode body) {
    return Json.answer(status, TYPE, body);
  }

  static Answer written(Json.Writing body) {
    return Json.written(200, TYPE, body);
  }
}
