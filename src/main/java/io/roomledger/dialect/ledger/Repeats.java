package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Json;
import io.roomledger.identity.IdempotencyKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Does once what comes again under the same Idempotency-Key. A request that was refused did
 * nothing, so its key is free again; one whose fate nobody knows, because the server ended in the
 * middle of it, is never done a second time under that key.
 */
final class Repeats {
  static final Param HEADER =
      Param.header(
          "Idempotency-Key",
          new Shape.Text(200),
          "8 to 200 characters, best random: the same request under the same key is done once and"
              + " answered the same for a day.");

  private final IdempotencyKeys keys;

  Repeats(IdempotencyKeys keys) {
    this.keys = keys;
  }

  /** What the work answers, or answered before. */
  Answer once(Ask ask, Route.Work<Answer> work) throws Exception {
    String key = ask.text(HEADER.name()).orElse("");
    if (key.isEmpty()) {
      return work.answer(ask);
    }
    return switch (keys.claim(ask.caller(), key, request(ask))) {
      case IdempotencyKeys.Claim.New _ -> done(ask, key, work);
      case IdempotencyKeys.Claim.Done(byte[] kept) -> read(kept);
      case IdempotencyKeys.Claim.Open _ ->
          throw new ProblemException(
              409,
              "idempotency-key-open",
              "a request with this Idempotency-Key is under way, or was cut off (expected: the"
                  + " same a little later, or a look at what is there and a new key)");
      case IdempotencyKeys.Claim.Other _ ->
          throw new ProblemException(
              422,
              "idempotency-key-used",
              "Idempotency-Key: it belongs to another request (expected: a new key)");
    };
  }

  private Answer done(Ask ask, String key, Route.Work<Answer> work) throws Exception {
    try {
      Answer answer = work.answer(ask);
      keys.answered(ask.caller(), key, written(answer, ask.told()));
      return answer;
    } catch (RefusedException | ProblemException refused) {
      keys.release(ask.caller(), key);
      throw refused;
    }
  }

  private static byte[] request(Ask ask) {
    byte[] head =
        (ask.call().method() + " " + ask.call().path() + " " + ask.call().queries() + "\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] body = ask.call().body();
    byte[] whole = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  private static byte[] written(Answer answer, Map<String, String> told) {
    ObjectNode node = Json.object().put("status", answer.status());
    ObjectNode headers = node.putObject("headers");
    answer.headers().forEach(headers::put);
    told.forEach(headers::put);
    byte[] body = answer.body() instanceof Answer.Body.Bytes bytes ? bytes.bytes() : new byte[0];
    node.put("body", new String(body, StandardCharsets.UTF_8));
    return Json.bytes(node);
  }

  private static Answer read(byte[] kept) {
    JsonNode node = Json.read(kept);
    Map<String, String> headers = new LinkedHashMap<>();
    node.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    headers.put("Idempotency-Replayed", "true");
    byte[] body = node.path("body").asText().getBytes(StandardCharsets.UTF_8);
    return new Answer(node.path("status").asInt(), headers, new Answer.Body.Bytes(body));
  }
}
