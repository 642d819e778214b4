package io.roomledger.dialect.rocketchat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.identity.Account;
import io.roomledger.identity.Authenticator;
import io.roomledger.identity.Caller;
import io.roomledger.identity.SecondFactors;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link of the mail, followed by people. */
class DataExportTest {
  @TempDir Path folder;
  private RocketChatHouse house;
  private Account bob;
  private String path;

  @BeforeEach
  void open() throws Exception {
    house = new RocketChatHouse(folder, RocketChatSettings.standard());
    bob = house.withPassword("bob", "secret", "admin", "user");
    HttpResponse<String> order =
        house.export(
            bob,
            "{\"rid\":\"%s\",\"type\":\"file\",\"format\":\"json\"}".formatted(house.room.id()));
    path = "/data-export/" + order.headers().firstValue("x-roomledger-export").orElseThrow();
    assertThat(order.headers().firstValue("x-roomledger-mail"))
        .as("there is no mail server, and the order says so")
        .contains("none");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private HttpResponse<byte[]> logIn(String form) throws Exception {
    return house.fetch(
        house
            .request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  @Test
  void whoeverIsNotLoggedInIsAskedForNameAndPasswordAndGetsTheFile() throws Exception {
    house.chat.jobs.runAll();
    HttpResponse<String> page = house.send(house.request(path));
    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("<form method=\"post\">", "name=\"password\"");
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .contains("default-src 'none'", "form-action 'self'")
        .doesNotContain("unsafe");

    HttpResponse<byte[]> file = logIn("user=bob&password=secret");
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body()).startsWith('P', 'K');
    assertThat(file.headers().firstValue("set-cookie")).isEmpty();
  }

  @Test
  void aWrongPasswordAndSomebodyElseGetTheFormAgain() throws Exception {
    house.chat.jobs.runAll();
    house.withPassword("eve", "hers", "admin", "user");
    assertThat(logIn("user=bob&password=guess").statusCode()).isEqualTo(403);
    assertThat(logIn("nothing=else").statusCode()).isEqualTo(403);
    HttpResponse<byte[]> other = logIn("user=eve&password=hers");
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(new String(other.body(), UTF_8))
        .contains("Only who ordered this file may have it.", "<form");
    // the vendor says so to everybody, not only to who may see that there is such an export
    house.withPassword("zoe", "hers", "user");
    HttpResponse<byte[]> stranger = logIn("user=zoe&password=hers");
    assertThat(stranger.statusCode()).isEqualTo(403);
    assertThat(new String(stranger.body(), UTF_8)).contains("Only who ordered this file");
  }

  @Test
  void whoHasASecondFactorIsAskedForItsCodeToo() throws Exception {
    house.chat.jobs.runAll();
    SecondFactors factors = house.chat.accounts.secondFactors();
    Caller.Person own = house.chat.accounts.caller(bob, Set.of("*"), "127.0.0.1");
    Authenticator phone = new Authenticator(factors.begin(own).secret());
    List<String> paper = factors.confirm(own, phone.code(house.chat.clock.instant()));

    HttpResponse<byte[]> without = logIn("user=bob&password=secret");
    assertThat(without.statusCode()).isEqualTo(403);
    assertThat(new String(without.body(), UTF_8))
        .contains("The code of your second factor is needed", "name=\"code\"");
    HttpResponse<byte[]> wrong = logIn("user=bob&password=secret&code=000000");
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(new String(wrong.body(), UTF_8)).contains("Name, password or code");
    assertThat(logIn("user=bob&password=secret&code=" + paper.getFirst()).statusCode())
        .isEqualTo(200);
    house.chat.clock.tick(Duration.ofMinutes(2));
    String code = phone.code(house.chat.clock.instant());
    assertThat(logIn("user=bob&password=guess&code=" + code).statusCode()).isEqualTo(403);
    assertThat(logIn("user=bob&password=secret&code=" + code).statusCode()).isEqualTo(200);
    // each code counts once
    assertThat(logIn("user=bob&password=secret&code=" + code).statusCode()).isEqualTo(403);
  }

  @Test
  void aFileThatIsNotDoneOrHasExpiredSaysSo() throws Exception {
    HttpResponse<String> early = house.send(house.as(bob, house.request(path)));
    assertThat(early.statusCode()).isEqualTo(404);
    assertThat(early.body()).contains("is not done yet");

    house.chat.jobs.runAll();
    house.chat.clock.tick(Duration.ofDays(2));
    assertThat(house.exports.expire(Duration.ofDays(1))).isEqualTo(1);
    HttpResponse<String> late = house.send(house.as(bob, house.request(path)));
    assertThat(late.statusCode()).isEqualTo(404);
    assertThat(late.body()).contains("has expired", "order it again");
  }
}
