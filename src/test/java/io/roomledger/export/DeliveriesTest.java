package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.roomledger.base.RefusedException;
import io.roomledger.delivery.BucketPlace;
import io.roomledger.delivery.BucketSettings;
import io.roomledger.delivery.Courier;
import io.roomledger.delivery.DeliverySettings;
import io.roomledger.delivery.FolderPlace;
import io.roomledger.delivery.S3Endpoint;
import io.roomledger.delivery.Webhook;
import io.roomledger.delivery.Webhooks;
import io.roomledger.export.DeliveryState.Status;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.export.ExportOrder.Handling;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files come to where their orders want them, or it is said why not. */
class DeliveriesTest extends ExportsHouse {
  private static final DeliverySettings OPEN =
      new DeliverySettings(
          "", true, "", Duration.ofSeconds(20), Duration.ofDays(7), BucketSettings.none());
  private static final DeliverySettings LISTED =
      new DeliverySettings(
          "", true, "*.a.example", Duration.ofSeconds(20), Duration.ofDays(7), OPEN.s3());

  private final List<Heard> heard = new ArrayList<>();
  private HttpServer receiver;
  private int answer = 200;
  private Webhooks webhooks;
  private Deliveries deliveries;
  private Path places;
  private S3Endpoint s3;

  /** What a receiver was told. */
  private record Heard(Headers headers, String body) {
    String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }
  }

  @BeforeEach
  void employ() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    receiver.createContext(
        "/",
        call -> {
          byte[] body = call.getRequestBody().readAllBytes();
          heard.add(new Heard(call.getRequestHeaders(), new String(body, StandardCharsets.UTF_8)));
          call.sendResponseHeaders(answer, -1);
          call.close();
        });
    receiver.start();
    s3 = new S3Endpoint();
    places = Files.createDirectory(folder.resolve("places"));
    webhooks = new Webhooks(database, audit, clock, OPEN);
    deliveries = new Deliveries(house, exports);
    Courier courier =
        new Courier(
            deliveries,
            webhooks,
            house.outbox(),
            due ->
                new Courier.Link(
                    "http://rooms.example/x?a=1&b=" + due.export().id(),
                    clock.instant().plus(OPEN.linkLife())),
            new Courier.Places(
                new FolderPlace(places.toString()), new BucketPlace(s3.settings("rooms"))));
    jobs.start(exports.worker(), house.outbox().worker(), courier);
    notes.add(0, 3);
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
    s3.close();
  }

  private String url() {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
  }

  private static Handling to(Delivery... deliveries) {
    return new Handling(new Encryption.None(), List.of(deliveries), Optional.empty());
  }

  private long delivered(Caller caller, Delivery... targets) {
    long id = exports.order(caller, order("notes.json").with(to(targets))).id();
    jobs.runAll();
    return id;
  }

  private DeliveryState only(long id) {
    List<DeliveryState> all = deliveries.list(OPERATOR, id);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void aWebhookIsToldAndCanProveWhoTellsIt() throws Exception {
    Webhook.Registered hook = webhooks.add(OPERATOR, "archive", url());

    long id = delivered(OPERATOR, new Delivery.Webhook(hook.webhook().id()));

    DeliveryState state = only(id);
    assertThat(state.status()).isEqualTo(Status.DELIVERED);
    assertThat(state.attempts()).isEqualTo(1);
    assertThat(state.deliveredAt()).contains(clock.instant());
    Heard told = heard.getFirst();
    JsonNode body = new ObjectMapper().readTree(told.body());
    assertThat(body.path("type").asText()).isEqualTo("export.done");
    assertThat(body.path("data").path("export").asText()).isEqualTo(Long.toString(id));
    assertThat(body.path("data").path("rows").asLong()).isEqualTo(3);
    assertThat(body.path("data").path("sha256").asText())
        .isEqualTo(exports.get(OPERATOR, id).result().orElseThrow().sha256());
    assertThat(body.path("data").path("link").asText()).startsWith("http://rooms.example/");
    assertThat(told.header("webhook-timestamp"))
        .isEqualTo(Long.toString(clock.instant().getEpochSecond()));
    Mac mac = Mac.getInstance("HmacSHA256");
    String key = hook.secret().substring("whsec_".length());
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
    String signed =
        told.header("webhook-id") + "." + told.header("webhook-timestamp") + "." + told.body();
    assertThat(told.header("webhook-signature"))
        .isEqualTo(
            "v1,"
                + Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    assertThat(actions())
        .containsExactly("webhook.added", "export.ordered", "export.done", "export.delivered");
  }

  @Test
  void aReceiverThatFailsIsToldAgainUnderTheSameIdAndAtLastGivenUp() {
    Webhook.Registered hook = webhooks.add(OPERATOR, "archive", url());
    answer = 503;
    long id = delivered(OPERATOR, new Delivery.Webhook(hook.webhook().id()));
    assertThat(only(id).status()).isEqualTo(Status.WAITING);
    assertThat(only(id).reason()).isEqualTo("answered 503");
    answer = 302;
    jobs.runAllLater(Duration.ofMinutes(1));
    assertThat(only(id).reason()).isEqualTo("answered 302; redirects are not followed");
    assertThat(only(id).attempts()).isEqualTo(2);

    answer = 200;
    jobs.runAllLater(Duration.ofMinutes(2));
    assertThat(only(id).status()).isEqualTo(Status.DELIVERED);
    assertThat(heard.stream().map(told -> told.header("webhook-id")).distinct()).hasSize(1);

    answer = 500;
    long hopeless = delivered(OPERATOR, new Delivery.Webhook(hook.webhook().id()));
    for (int i = 0; i < 15; i++) {
      jobs.runAllLater(Duration.ofHours(4));
    }
    assertThat(only(hopeless).status()).isEqualTo(Status.FAILED);
    assertThat(only(hopeless).reason()).isEqualTo("answered 500");
    assertThat(only(hopeless).attempts()).isEqualTo(15);
    answer = 410;
    long gone = delivered(OPERATOR, new Delivery.Webhook(hook.webhook().id()));
    assertThat(only(gone).status()).isEqualTo(Status.FAILED);
    assertThat(actions()).endsWith("export.delivery-failed");

    answer = 200;
    DeliveryState anew = deliveries.retry(OPERATOR, gone, only(gone).id());
    assertThat(anew.status()).isEqualTo(Status.WAITING);
    jobs.runAll();
    assertThat(deliveries.list(OPERATOR, gone))
        .extracting(DeliveryState::status)
        .as("what failed stays told")
        .containsExactly(Status.FAILED, Status.DELIVERED);
    assertThat(actions()).endsWith("export.delivery-retried", "export.delivered");
    exports.expireEarly(gone);
    long failed = deliveries.list(OPERATOR, gone).getFirst().id();
    assertThatThrownBy(() -> deliveries.retry(OPERATOR, gone, failed))
        .hasMessageContaining("the file of the export is gone");
  }

  @Test
  void webhooksAreTriedListedAndDeletedByWhoMayManageExports() {
    Caller admin = person("ann", "admin");
    Caller user = person("ben", "user");
    Webhook.Registered hook = webhooks.add(admin, "archive", url());
    assertThat(hook.toString()).doesNotContain(hook.secret());
    assertThat(webhooks.list(admin)).containsExactly(hook.webhook());
    assertThat(webhooks.test(admin, hook.webhook().id()))
        .isEqualTo(new Webhook.Trial(true, "answered 200"));
    assertThat(heard.getFirst().body()).contains("\"type\":\"ping\"");
    for (Runnable refused :
        List.<Runnable>of(
            () -> webhooks.add(user, "x", url()),
            () -> webhooks.list(user),
            () -> webhooks.test(user, hook.webhook().id()),
            () -> webhooks.delete(user, hook.webhook().id()),
            () -> webhooks.delete(new Caller.Operator("other"), hook.webhook().id()),
            () -> webhooks.add(admin, "", url()),
            () -> webhooks.add(admin, "x", "ftp://example.org/"),
            () -> webhooks.add(admin, "x", "http://ann:secret@example.org/"),
            () -> webhooks.add(admin, "x", "http://"),
            () -> webhooks.add(admin, "x", "https://example.org:0/"),
            () -> webhooks.add(admin, "x", "https://example.org:65536/"),
            () -> delivered(OPERATOR, new Delivery.Webhook("nowhere")))) {
      assertThatThrownBy(refused::run).isInstanceOf(RefusedException.class);
    }
    Webhooks careful = new Webhooks(database, audit, clock, DeliverySettings.standard());
    assertThatThrownBy(() -> careful.add(admin, "x", url()))
        .hasMessageContaining("private network");
    assertThat(careful.test(admin, hook.webhook().id()).said()).contains("private network");
    Webhooks listed = new Webhooks(database, audit, clock, LISTED);
    assertThatThrownBy(() -> listed.add(admin, "x", url()))
        .hasMessageContaining("deliveries.hosts");
    assertThat(listed.test(admin, hook.webhook().id()).said()).contains("none of deliveries.hosts");

    webhooks.delete(admin, hook.webhook().id());
    assertThat(webhooks.list(admin)).isEmpty();
    assertThatThrownBy(() -> webhooks.test(admin, hook.webhook().id()))
        .hasMessageContaining("not found");
  }

  @Test
  void aMailTellsWhereTheFileIsAndIsAsFarAsItsLetter() {
    long id = delivered(OPERATOR, new Delivery.Mail(List.of("ann@example.org")));

    // this house has no mail server, so the letter waits
    assertThat(only(id).status()).isEqualTo(Status.WAITING);
    var letter =
        database
            .jdbi()
            .withHandle(handle ->
                handle.createQuery("SELECT subject, html, body FROM letter").mapToMap().one());
    assertThat(letter.get("subject")).isEqualTo("notes.zip is ready");
    assertThat(String.valueOf(letter.get("html"))).contains("x?a=1&amp;b=" + id, "3 rows");
    assertThat(String.valueOf(letter.get("body"))).contains("x?a=1&b=" + id);

    set("UPDATE letter_copy SET status = 'FAILED', last_error = 'no such user'");
    assertThat(only(id).status()).isEqualTo(Status.FAILED);
    assertThat(only(id).reason()).isEqualTo("ann@example.org: no such user");
    set("UPDATE letter_copy SET status = 'SENT', sent_at = now(), last_error = ''");
    assertThat(only(id).status()).isEqualTo(Status.DELIVERED);
  }

  private void set(String sql) {
    database.jdbi().useHandle(handle -> handle.execute(sql));
  }

  @Test
  void aFolderGetsTheWholeFileUnderAHarmlessName() throws Exception {
    ExportOrder order = order("notes.json");
    ExportOrder odd =
        new ExportOrder(
            order.recipe(),
            order.period(),
            order.selection(),
            "会议 ..: <notes>" + "x".repeat(230) + ".zip",
            Optional.empty(),
            to(new Delivery.Folder("2026/march")));
    long id = exports.order(OPERATOR, odd).id();
    jobs.runAll();

    assertThat(only(id).status()).isEqualTo(Status.DELIVERED);
    Path file = places.resolve(only(id).place());
    assertThat(file.getParent()).isEqualTo(places.resolve("2026/march"));
    assertThat(file.getFileName().toString()).startsWith(id + "-").endsWith(".zip");
    assertThat(Verification.of(file).problems()).isEmpty();
    try (Stream<Path> there = Files.list(places.resolve("2026/march"))) {
      assertThat(there).containsExactly(file);
    }
  }

  @Test
  void aFolderThatLeadsElsewhereGetsNothing() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(places.resolve("link"), elsewhere);

    long id = delivered(OPERATOR, new Delivery.Folder("link"));

    assertThat(only(id).status()).isEqualTo(Status.FAILED);
    assertThat(only(id).reason()).contains("link is not a directory");
    assertThat(elsewhere).isEmptyDirectory();
    assertThatThrownBy(() -> delivered(person("ben", "user"), new Delivery.Folder("")))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aBucketGetsTheWholeFileOnceItsServerTakesIt() throws Exception {
    s3.fail("put", 403);
    long id = delivered(OPERATOR, new Delivery.Bucket("2026/march"));
    assertThat(only(id).status()).isEqualTo(Status.WAITING);
    assertThat(only(id).reason())
        .isEqualTo(
            "bucket records: answered 403 AccessDenied: refused by the test"
                + " (the keys of the settings may not do this there)");
    assertThat(s3.objects()).isEmpty();

    jobs.runAllLater(Duration.ofMinutes(1));
    assertThat(only(id).status()).isEqualTo(Status.DELIVERED);
    assertThat(only(id).attempts()).isEqualTo(2);
    String key = "rooms/2026/march/" + id + "-notes.zip";
    assertThat(only(id).place()).isEqualTo("s3://records/" + key);
    S3Endpoint.S3Object there = s3.object(key);
    assertThat(there.sha256()).isEqualTo(exports.get(OPERATOR, id).result().orElseThrow().sha256());
    assertThat(there.mediaType()).isEqualTo("application/zip");
    Path file = Files.write(folder.resolve("from-the-bucket.zip"), there.content());
    assertThat(Verification.of(file).problems()).isEmpty();
    assertThat(actions()).containsExactly("export.ordered", "export.done", "export.delivered");
    assertThatThrownBy(() -> delivered(person("ben", "user"), new Delivery.Bucket("")))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aBucketGetsAnEncryptedFileAsItIsHandedOut() throws Exception {
    Handling sealed =
        new Handling(
            new Encryption.WithPassphrase("correct horse battery staple"),
            List.of(new Delivery.Bucket("")),
            Optional.empty());
    long id = exports.order(OPERATOR, order("notes.json").with(sealed)).id();
    jobs.runAll();
    assertThat(only(id).status()).as(only(id).reason()).isEqualTo(Status.DELIVERED);
    S3Endpoint.S3Object there = s3.object("rooms/" + id + "-notes.zip.aes.zip");
    assertThat(there.content()).isEqualTo(Files.readAllBytes(file(id)));
  }

  @Test
  void whatHasExpiredOrBelongsToSomebodyWhoLeftIsNotDelivered() {
    Caller admin = person("ann", "admin");
    Webhook.Registered hook = webhooks.add(admin, "archive", url());
    answer = 500;
    long left = delivered(admin, new Delivery.Webhook(hook.webhook().id()));
    long expired = delivered(OPERATOR, new Delivery.Webhook(hook.webhook().id()));
    set("UPDATE account SET active = false WHERE id = 'ann'");
    answer = 200;
    clock.tick(Duration.ofMinutes(10));
    exports.expire(Duration.ofMinutes(1));
    int before = heard.size();
    jobs.runAll();

    assertThat(only(left).reason()).contains("no longer active");
    assertThat(only(expired).reason()).contains("has expired");
    assertThat(heard).hasSize(before);
  }
}
