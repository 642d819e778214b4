package io.roomledger.dialect.dingtalk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.http.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** What tests of this dialect say of answers. */
final class Answers {
  private Answers() {}

  /** In the gateway's envelope, whose members are these, in this order, and no others. */
  static void assertFailed(HttpResponse<String> answer, int status, String code, String message) {
    String id = answer.headers().firstValue("x-acs-request-id").orElseThrow();
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":\"%s\",\"requestid\":\"%s\",\"message\":\"%s\"}"
                .formatted(code, id, message));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertEnvelope(answer);
  }

  static void assertEnvelope(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("content-type"))
        .contains("application/json;charset=utf-8");
    assertThat(answer.headers().firstValue("x-acs-request-id").orElseThrow())
        .matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
  }

  /** The body of an answer, whatever its status. */
  static JsonNode json(HttpResponse<String> answer) {
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  /** The body of an answer that says yes. */
  static JsonNode fine(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertEnvelope(answer);
    return json(answer);
  }
}
