package io.roomledger.dialect.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the vendor's current servers answer otherwise than the page of version 3.8. */
class CurrentGenerationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private RocketChatHouse house;

  @BeforeEach
  void open() {
    house = new RocketChatHouse(folder, RocketChatHouse.generation(8));
  }

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | must have required property 'rid' | must have required property 'rid'
          {"rid" | must have required property 'rid' | must have required property 'rid'
          {"rid":"r"} | must have required property 'type' | must have required property 'type'
          {"rid":"r","type":"file","format":"html","dateFrom":"2024-02-30"} | must match format "date" | must have required property 'messages'
          {"rid":"r","type":"file","format":"html","dateTo":"2024-02-03T00:00:00Z"} | must match format "date" | must have required property 'messages'
          {"rid":"r","type":"file","format":"html","dateTo":""} | must match format "date" | must have required property 'messages'
          {"rid":"r","type":"file","format":"html","dateFrom":20240101} | must match format "date" | must have required property 'messages'
          {"rid":"r","type":"file"} | must have required property 'format' | must have required property 'messages'
          {"rid":"r","type":"file","format":"pdf"} | must be equal to one of the allowed values | must have required property 'messages'
          {"rid":"r","type":"fax","format":"html"} | must be equal to one of the allowed values | must have required property 'messages'
          {"rid":"r","type":"file","format":"html","x":1} | must NOT have additional properties | must have required property 'messages'
          {"rid":"r","type":"file","format":"html","toUsers":[],"messages":["m"]} | must NOT have additional properties | must NOT have additional properties
          {"rid":"r","type":"email","format":"html","messages":["m"]} | must NOT have additional properties | must NOT have additional properties
          {"rid":"r","type":"email","messages":[]} | must have required property 'format' | must NOT have fewer than 1 items
          {"rid":"r","type":"email"} | must have required property 'format' | must have required property 'messages'
          {"rid":"r","type":"email","toEmails":"a@b.c","messages":["m"]} | must have required property 'format' | must be array
          {"rid":{},"type":"file","format":"html"} | must be string | must have required property 'messages'
          {"rid":[],"type":"file","format":"html"} | must be string | must have required property 'messages'
          [] | must be object | must be object
          """)
  void bodiesThatMatchNoSchemaAreToldWhyInTheValidatorsWords(
      String body, String asFile, String asEmail) throws Exception {
    HttpResponse<String> answer = house.export(house.admin, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode json = JSON.readTree(answer.body());
    assertThat(json.path("error").asText())
        .isEqualTo(asFile + "\n " + asEmail + "\n must match exactly one schema in oneOf");
    assertThat(answer.body())
        .startsWith("{\"success\":false,\"errorType\":\"invalid-params\",\"error\":\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"rid":"","type":"file","format":"html"} | [error-invalid-room]
          {"rid":null,"type":"file","format":"html"} | [error-invalid-room]
          {"rid":7,"type":"file","format":"html","dateFrom":"0000-01-01"} | [error-invalid-room]
          {"rid":"r","type":"email","messages":[1],"toUsers":null} | [error-invalid-room]
          """)
  void oddBodiesThatTheValidatorTakesComeThrough(String body, String error) throws Exception {
    HttpResponse<String> answer = house.export(house.admin, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).path("error").asText()).isEqualTo(error);
  }

  @Test
  void notLoggedInIsSaidInFourKeys() throws Exception {
    HttpResponse<String> answer = house.post("/api/v1/rooms.export", "application/json", "{}");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body())
        .isEqualTo(
            "{\"success\":false,\"error\":\"You must be logged in to do this.\","
                + "\"status\":\"error\",\"message\":\"You must be logged in to do this.\"}");
  }

  @Test
  void exportIsTakenWithDatesThatAreNull() throws Exception {
    String body =
        "{\"rid\":\"%s\",\"type\":\"file\",\"format\":\"json\",\"dateFrom\":null,\"dateTo\":null}"
            .formatted(house.room.id());
    assertThat(house.export(house.admin, body).body()).isEqualTo("{\"success\":true}");
  }

  @Test
  void bodyThatFailsTheSchemaCostsNoCall() throws Exception {
    HttpResponse<String> bad = house.export(house.ann, "{}");
    assertThat(bad.headers().firstValue("x-ratelimit-remaining")).isEmpty();
    HttpResponse<String> good =
        house.export(house.ann, "{\"rid\":\"r\",\"type\":\"file\",\"format\":\"html\"}");
    assertThat(good.headers().firstValue("x-ratelimit-remaining")).contains("9");
  }
}
