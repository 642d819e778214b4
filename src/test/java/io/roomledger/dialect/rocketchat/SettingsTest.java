package io.roomledger.dialect.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That settings do what they say. */
class SettingsTest {
  @TempDir Path folder;
  private RocketChatHouse house;

  @BeforeEach
  void open() {
    house = new RocketChatHouse(folder, RocketChatSettings.standard());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void set(String name, String value) throws Exception {
    HttpResponse<String> answer =
        house.post("/api/v1/settings/" + name, house.admin, "{\"value\":" + value + "}");
    assertThat(answer.body()).isEqualTo("{\"success\":true}");
  }

  @Test
  void callsAreNotCountedWhenTheLimitIsOff() throws Exception {
    HttpResponse<String> counted = house.send(house.as(house.ann, house.request("/api/v1/me")));
    assertThat(counted.headers().firstValue("x-ratelimit-limit")).contains("10");
    set("API_Enable_Rate_Limiter", "false");
    HttpResponse<String> free = house.send(house.as(house.ann, house.request("/api/v1/me")));
    assertThat(free.headers().firstValue("x-ratelimit-limit")).isEmpty();
  }

  @Test
  void nobodyFetchesExportsWhenDownloadsAreOff() throws Exception {
    String path = "/data-export/1";
    assertThat(house.send(house.as(house.admin, house.request(path))).statusCode()).isEqualTo(404);
    set("UserData_EnableDownload", "false");
    assertThat(house.send(house.as(house.admin, house.request(path))).statusCode()).isEqualTo(403);
  }

  @Test
  void newcomersGetTheRolesThatTheSettingNames() throws Exception {
    set("Accounts_Registration_Users_Default_Roles", "\"user, bot\"");
    HttpResponse<String> answer =
        house.post(
            "/api/v1/users.create",
            house.admin,
            "{\"username\":\"r2\",\"name\":\"R2\",\"email\":\"r2@example.org\",\"password\":\"beep-beep\"}");
    assertThat(answer.body()).contains("\"roles\":[\"bot\",\"user\"]");
  }

  @Test
  void registrationIsTakenOnceAMinuteFromOneAddress() throws Exception {
    set("Accounts_RegistrationForm", "\"Public\"");
    String body =
        "{\"username\":\"%s\",\"email\":\"%s@example.org\",\"pass\":\"four plain grey boats\"}";
    HttpResponse<String> first =
        house.post("/api/v1/users.register", "application/json", body.formatted("x", "x"));
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    HttpResponse<String> second =
        house.post("/api/v1/users.register", "application/json", body.formatted("y", "y"));
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.body()).contains("[error-too-many-requests]");
  }

  @Test
  void theServersOfVersion3LookAtNoShapes() throws Exception {
    HttpResponse<String> answer =
        house.send(house.as(house.ann, house.request("/api/v1/rooms.nameExists")));
    assertThat(answer.body())
        .isEqualTo(
            "{\"success\":false,\"error\":\"[error-invalid-params]\","
                + "\"errorType\":\"error-invalid-params\"}");
  }
}
