package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.roomledger.http.Answer;

/** Prints answers as the vendor's gateway does. */
final class Json {
  private static final String TYPE = "application/json;charset=utf-8";
  private static final ObjectWriter WRITER = new ObjectMapper().writer();

  private Json() {}

  static Answer answer(int status, JsonNode body) {
    try {
      return Answer.bytes(status, TYPE, WRITER.writeValueAsBytes(body));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
