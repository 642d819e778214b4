package io.roomledger.dialect.rocketchat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Pictures;
import io.roomledger.chat.RoomKind;
import io.roomledger.http.Json;
import io.roomledger.identity.Account;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomsMediaTest {
  private RocketChatHouse house;
  private Account eve;
  private ChatRoom room;

  @BeforeAll
  void open(@TempDir Path folder) {
    house =
        new RocketChatHouse(
            folder, new RocketChatSettings(8, 0, RocketChatSettings.standard().tokenLife()));
    eve = house.chat.person("eve", "user");
    room = house.chat.room(RoomKind.PRIVATE, "private", house.ann, eve);
  }

  @AfterAll
  void close() {
    house.close();
  }

  /** A body of one file and some texts, given as name=value. */
  private static byte[] form(String field, String name, String type, byte[] bytes, String... texts)
      throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(
        ("--XX\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                    .formatted(field, name)
                + "Content-Type: %s\r\n\r\n".formatted(type))
            .getBytes(UTF_8));
    body.write(bytes);
    for (String text : texts) {
      String[] pair = text.split("=", 2);
      body.write(
          "\r\n--XX\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s"
              .formatted(pair[0], pair[1])
              .getBytes(UTF_8));
    }
    body.write("\r\n--XX--\r\n".getBytes(UTF_8));
    return body.toByteArray();
  }

  private HttpResponse<String> send(String path, Account as, byte[] form) throws Exception {
    return house.send(
        house
            .as(as, house.request("/api/v1/" + path))
            .header("Content-Type", "multipart/form-data; boundary=XX")
            .POST(BodyPublishers.ofByteArray(form)));
  }

  private JsonNode confirmed(Account as, String fileId, String body) throws Exception {
    return read(house.post("/api/v1/rooms.mediaConfirm/" + room.id() + "/" + fileId, as, body));
  }

  private static JsonNode read(HttpResponse<String> answer) {
    return Json.read(answer.body().getBytes(UTF_8));
  }

  private JsonNode sent(String name, String type, byte[] bytes) throws Exception {
    JsonNode answer = read(send("rooms.media/" + room.id(), eve, form("file", name, type, bytes)));
    assertThat(answer.path("success").asBoolean()).as(answer.toString()).isTrue();
    return answer.path("file");
  }

  private HttpResponse<byte[]> fetch(HttpRequest.Builder request) throws Exception {
    return house.fetch(request.GET());
  }

  private HttpResponse<byte[]> fetch(String path, Account as) throws Exception {
    return fetch(house.as(as, house.request(path)));
  }

  @Test
  void pictureIsSentConfirmedShownSmallAndServed() throws Exception {
    byte[] bytes = Pictures.png(1000, 500);
    JsonNode file = sent("größe & co.png", "application/octet-stream", bytes);
    String url = file.path("url").asText();
    assertThat(url).startsWith("/file-upload/" + file.path("_id").asText() + "/gr%C3%B6");
    JsonNode answer =
        confirmed(
            eve,
            file.path("_id").asText(),
            "{\"msg\":\"look\",\"description\":\"a field\",\"customFields\":\"{\\\"a\\\":1}\"}");
    JsonNode message = answer.path("message");
    assertThat(message.path("msg").asText()).as(answer.toString()).isEqualTo("look");
    assertThat(message.path("customFields").path("a").asInt()).isEqualTo(1);
    assertThat(message.path("file").path("type").asText()).isEqualTo("image/png");
    assertThat(message.path("files")).hasSize(2);
    assertThat(message.path("files").get(1).path("typeGroup").asText()).isEqualTo("thumb");
    JsonNode attachment = message.path("attachments").get(0);
    assertThat(attachment.path("title_link").asText()).isEqualTo(url);
    assertThat(attachment.path("description").asText()).isEqualTo("a field");
    assertThat(attachment.path("image_dimensions").path("width").asInt()).isEqualTo(480);
    assertThat(attachment.path("image_dimensions").path("height").asInt()).isEqualTo(240);
    HttpResponse<byte[]> whole = fetch(url, house.ann);
    assertThat(whole.body()).isEqualTo(bytes);
    assertThat(whole.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("inline; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%26%20co.png");
    HttpResponse<byte[]> small = fetch(attachment.path("image_url").asText(), house.ann);
    assertThat(ImageIO.read(new ByteArrayInputStream(small.body())).getWidth()).isEqualTo(480);
  }

  @Test
  void fileIsSentInOneStepByOldClients() throws Exception {
    byte[] form =
        form("file", "a.txt", "text/plain", "hello".getBytes(UTF_8), "msg=read", "description=d");
    JsonNode message = read(send("rooms.upload/" + room.id(), eve, form)).path("message");
    assertThat(message.path("msg").asText()).isEqualTo("read");
    assertThat(message.path("attachments").get(0).path("format").asText()).isEqualTo("TXT");
    assertThat(message.path("attachments").get(0).path("size").asInt()).isEqualTo(5);
    assertThat(message.path("attachments").get(0).path("description").asText()).isEqualTo("d");
  }

  @Test
  void strangersSendAndFetchNothing() throws Exception {
    byte[] form = form("file", "a.txt", "text/plain", "x".getBytes(UTF_8));
    HttpResponse<String> refused = send("rooms.media/" + room.id(), house.admin, form);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).isEqualTo("{\"success\":false,\"error\":\"unauthorized\"}");
    assertThat(send("rooms.media/nowhere", eve, form).statusCode()).isEqualTo(403);
    JsonNode file = sent("b.txt", "text/plain", "secret".getBytes(UTF_8));
    String url = file.path("url").asText();
    assertThat(fetch(url, house.ann).statusCode()).as("not confirmed yet").isEqualTo(404);
    assertThat(confirmed(house.ann, file.path("_id").asText(), "{}").path("errorType").asText())
        .isEqualTo("invalid-file");
    assertThat(fetch(url, eve).statusCode()).isEqualTo(200);
    confirmed(eve, file.path("_id").asText(), "{}");
    assertThat(fetch(url, house.ann).statusCode()).isEqualTo(200);
    assertThat(fetch(url, house.admin).statusCode()).isEqualTo(403);
    assertThat(fetch(house.request(url)).statusCode()).isEqualTo(403);
    assertThat(fetch("/file-upload/nothing/b.txt", eve).statusCode()).isEqualTo(404);
    assertThat(confirmed(eve, file.path("_id").asText(), "{}").path("errorType").asText())
        .as("confirmed once only")
        .isEqualTo("invalid-file");
  }

  @Test
  void browsersFetchByCookieOrQueryAndInParts() throws Exception {
    String url = confirmedUrl("c.txt", "0123456789".getBytes(UTF_8));
    String token = house.token(eve);
    HttpResponse<byte[]> part =
        fetch(
            house
                .request(url)
                .header("Cookie", "rc_uid=" + eve.id() + "; rc_token=" + token)
                .header("Range", "bytes=2-4"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(new String(part.body(), UTF_8)).isEqualTo("234");
    HttpResponse<byte[]> whole =
        fetch(house.request(url + "?rc_uid=" + eve.id() + "&rc_token=" + token + "&download"));
    assertThat(whole.body()).hasSize(10);
    assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("attachment");
  }

  private String confirmedUrl(String name, byte[] bytes) throws Exception {
    JsonNode file = sent(name, "application/octet-stream", bytes);
    confirmed(eve, file.path("_id").asText(), "{}");
    return file.path("url").asText();
  }

  @ParameterizedTest
  @CsvSource({
    "page.html, text/html, <script>alert(1)</script>, text/html",
    "page.xhtml, application/xhtml+xml, <html/>, application/xhtml+xml",
    "lie.png, image/png, <script>alert(1)</script>, application/octet-stream",
    "lie.pdf, application/pdf, <script>alert(1)</script>, application/octet-stream",
    "note.txt, garbage, hello, text/plain; charset=utf-8",
    "real.html, text/html, %PDF-1.4, application/pdf",
  })
  void whatCouldRunIsSavedAndNotShown(String name, String type, String content, String served)
      throws Exception {
    JsonNode file = sent(name, type, content.getBytes(UTF_8));
    HttpResponse<byte[]> answer = fetch(file.path("url").asText(), eve);
    assertThat(answer.headers().firstValue("Content-Type")).contains(served);
    assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith(served.startsWith("text/plain") ? "inline" : "attachment");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'");
  }

  @Test
  void badBodiesAreRefusedInTheVendorsWords() throws Exception {
    byte[] x = "x".getBytes(UTF_8);
    String path = "rooms.media/" + room.id();
    assertThat(read(send(path, eve, "--XX--\r\n".getBytes(UTF_8))).path("success").asBoolean(true))
        .isFalse();
    assertThat(
            read(send(path, eve, form("image", "a", "text/plain", x))).path("errorType").asText())
        .isEqualTo("invalid-field");
    byte[] two = form("file", "a", "text/plain", x);
    byte[] both = new byte[two.length * 2 - 8];
    System.arraycopy(two, 0, both, 0, two.length - 8);
    System.arraycopy(two, 0, both, two.length - 8, two.length);
    assertThat(read(send(path, eve, both)).path("errorType").asText())
        .isEqualTo("error-too-many-files");
    byte[] svg = "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(UTF_8);
    assertThat(
            read(send(path, eve, form("file", "a.svg", "image/svg+xml", svg)))
                .path("errorType")
                .asText())
        .isEqualTo("error-invalid-file-type");
    byte[] text =
        "--XX\r\nContent-Disposition: form-data; name=\"msg\"\r\n\r\nx\r\n--XX--\r\n"
            .getBytes(UTF_8);
    assertThat(read(send(path, eve, text)).path("errorType").asText())
        .isEqualTo("error-no-file-uploaded");
  }

  @Test
  void fileThatNobodyConfirmsIsDroppedAfterADay() throws Exception {
    JsonNode file = sent("d.txt", "text/plain", "waits".getBytes(UTF_8));
    String key = "chat/" + file.path("_id").asText();
    house.chat.clock.tick(Duration.ofHours(23));
    house.chat.files.sweep();
    assertThat(house.chat.store.find(key)).isPresent();
    house.chat.clock.tick(Duration.ofHours(2));
    house.chat.files.sweep();
    assertThat(house.chat.store.find(key)).isEmpty();
    assertThat(confirmed(eve, file.path("_id").asText(), "{}").path("errorType").asText())
        .isEqualTo("invalid-file");
  }

  @Test
  void bytesGoWithTheirMessage() throws Exception {
    JsonNode file = sent("e.png", "image/png", Pictures.png(900, 900));
    JsonNode message = confirmed(eve, file.path("_id").asText(), "{}").path("message");
    String thumb = message.path("files").get(1).path("_id").asText();
    assertThat(house.chat.store.find("chat/" + thumb)).isPresent();
    house.chat.messages.delete(house.chat.caller(eve), message.path("_id").asText());
    assertThat(house.chat.store.find("chat/" + thumb)).isEmpty();
    assertThat(house.chat.store.find("chat/" + file.path("_id").asText())).isEmpty();
    assertThat(fetch(file.path("url").asText(), eve).statusCode()).isEqualTo(404);
  }
}
