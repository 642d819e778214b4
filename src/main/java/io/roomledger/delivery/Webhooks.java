package io.roomledger.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.audit.Audit;
import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.identity.SealedSecrets;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/**
 * The door of webhooks: addresses of an organisation that exports can be delivered to. Whoever may
 * manage exports ({@link Permissions#MANAGE_EXPORTS}) registers, tries and deletes them; everybody
 * who orders an export may name one of their organisation.
 */
public final class Webhooks {
  private static final int MOST = 100;
  private static final int LONGEST_URL = 1_000;
  private static final int LONGEST_NAME = 100;
  private static final int LAST_PORT = 65_535;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final SealedSecrets secrets;
  private final Audit audit;
  private final Clock clock;
  private final boolean closedToo;
  private final Hosts hosts;
  private final Post post;

  /** The door, with the limits of the settings and the JDK's certificate authorities. */
  public Webhooks(Database database, Audit audit, Clock clock, DeliverySettings settings) {
    this(database, audit, clock, settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  Webhooks(
      Database database,
      Audit audit,
      Clock clock,
      DeliverySettings settings,
      SSLSocketFactory tls) {
    this.database = database;
    this.secrets = new SealedSecrets(database);
    this.audit = audit;
    this.clock = clock;
    this.closedToo = settings.privateAddresses();
    this.hosts = Hosts.of(settings.hosts());
    this.post = new Post(closedToo, settings.timeout(), tls);
  }

  /**
   * Registers an address, with an audit row.
   *
   * @param url http or https, without a log-in in it
   * @throws RefusedException forbidden; invalid, if the address cannot be called from here; a
   *     conflict, if the organisation has a hundred
   */
  public Webhook.Registered add(Caller caller, String name, String url) {
    caller.needPermission(Permissions.MANAGE_EXPORTS);
    check(name, url);
    Webhook webhook = new Webhook(Ids.random(), name, url, caller.key(), now());
    String secret = Signature.secret();
    database
        .jdbi()
        .useTransaction(handle -> {
          if (WebhookRows.list(handle, caller.organisation()).size() >= MOST) {
            throw new RefusedException(
                new Refusal.Conflict("there are " + MOST + " webhooks (expected: fewer)"));
          }
          WebhookRows.insert(
              handle, webhook, caller.organisation(), secrets.seal(subject(webhook.id()), secret));
          audit.append(
              handle,
              caller,
              "webhook.added",
              subject(webhook.id()),
              Map.of("name", name, "url", url));
        });
    return new Webhook.Registered(webhook, secret);
  }

  /**
   * The webhooks of the caller's organisation, the oldest first.
   *
   * @throws RefusedException forbidden
   */
  public List<Webhook> list(Caller caller) {
    caller.needPermission(Permissions.MANAGE_EXPORTS);
    return database
        .jdbi()
        .withHandle(handle -> WebhookRows.list(handle, caller.organisation()))
        .stream()
        .map(WebhookRows.Stored::webhook)
        .toList();
  }

  /**
   * Calls it once, now, with {@code {"type":"ping"}}, and says what came of it; audited.
   *
   * @throws RefusedException forbidden; not found
   */
  public Webhook.Trial test(Caller caller, String id) {
    caller.needPermission(Permissions.MANAGE_EXPORTS);
    WebhookRows.Stored stored = find(caller.organisation(), id);
    ObjectNode ping =
        JSON.createObjectNode().put("type", "ping").put("timestamp", now().toString());
    Webhook.Trial trial;
    try {
      int status = call(stored, "ping_" + Ids.random(), ping);
      trial = new Webhook.Trial(accepted(status), "answered " + status);
    } catch (IOException e) {
      trial = new Webhook.Trial(false, String.valueOf(e.getMessage()));
    }
    Map<String, String> details = Map.of("said", trial.said());
    database
        .jdbi()
        .useTransaction(
            handle -> audit.append(handle, caller, "webhook.tested", subject(id), details));
    return trial;
  }

  /**
   * Deletes it and erases its secret, with an audit row; deliveries to it that wait fail.
   *
   * @throws RefusedException forbidden; not found
   */
  public void delete(Caller caller, String id) {
    caller.needPermission(Permissions.MANAGE_EXPORTS);
    database
        .jdbi()
        .useTransaction(handle -> {
          if (!WebhookRows.delete(handle, caller.organisation(), id, now())) {
            throw notFound(id);
          }
          audit.append(handle, caller, "webhook.deleted", subject(id), Map.of());
        });
  }

  /** Calls a webhook of that organisation, signed, and answers the status. */
  int call(String organisation, String id, String call, ObjectNode body) throws IOException {
    return call(find(organisation, id), call, body);
  }

  private int call(WebhookRows.Stored stored, String call, ObjectNode body) throws IOException {
    byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
    URI address = URI.create(stored.webhook().url());
    if (!hosts.allow(address.getHost())) {
      throw new IOException(address.getHost() + " is none of deliveries.hosts");
    }
    String secret = secrets.open(subject(stored.webhook().id()), stored.secret());
    return post.json(address, Signature.headers(secret, call, clock.instant(), text), text);
  }

  /** Whether a receiver that answers so has taken it. */
  static boolean accepted(int status) {
    return status >= 200 && status < 300;
  }

  private WebhookRows.Stored find(String organisation, String id) {
    return database
        .jdbi()
        .withHandle(handle -> WebhookRows.find(handle, organisation, id))
        .orElseThrow(() -> notFound(id));
  }

  private void check(String name, String url) {
    if (name.isBlank() || name.length() > LONGEST_NAME || !name.matches("[^\\p{Cntrl}\\p{Cs}]*")) {
      throw new RefusedException(
          new Refusal.Invalid(
              "name", name.length() + " characters", "1 to " + LONGEST_NAME + " in one line"));
    }
    try {
      URI address = new URI(url);
      boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
      if (!web
          || address.getHost() == null
          || address.getPort() == 0
          || address.getPort() > LAST_PORT
          || address.getRawUserInfo() != null
          || address.getRawFragment() != null
          || url.length() > LONGEST_URL
          || !url.matches("[\\x21-\\x7e]+")) {
        throw wrong(url);
      }
      if (!hosts.allow(address.getHost())) {
        throw new RefusedException(
            new Refusal.Invalid("url", shown(url), "one of a host of deliveries.hosts"));
      }
      List<?> _ = Addresses.of(address.getHost(), closedToo);
    } catch (URISyntaxException e) {
      throw wrong(url);
    } catch (Addresses.ClosedAddressException e) {
      throw new RefusedException(
          new Refusal.Invalid("url", shown(url), "one that does not lead into a private network"));
    } catch (IOException e) {
      // its name may come to be known later; until then deliveries say so
      return;
    }
  }

  private static RefusedException wrong(String url) {
    return new RefusedException(
        new Refusal.Invalid(
            "url", shown(url), "an address such as https://example.org/hook, without a log-in"));
  }

  private static String shown(String url) {
    String plain = url.replaceAll("[^\\x21-\\x7e]", "?");
    return plain.length() > 100 ? plain.substring(0, 100) + "..." : plain;
  }

  private static RefusedException notFound(String id) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.WEBHOOK, shown(id)));
  }

  private static String subject(String id) {
    return "webhook:" + shown(id);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
