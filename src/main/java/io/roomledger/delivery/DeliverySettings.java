package io.roomledger.delivery;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * Where and how files of exports are brought.
 *
 * @param folder below which directory folders lie; empty for none
 * @param privateAddresses whether webhooks may lead into private networks
 * @param hosts which hosts webhooks may lead to; empty for any
 * @param timeout how long a webhook may take
 * @param linkLife how long the links in mails and webhooks open the file
 * @param s3 which bucket they may be put into
 */
public record DeliverySettings(
    @Setting(
            value = "",
            doc =
                "Below which directory exports may be delivered into folders; empty for none."
                    + " Whoever reads it reads those exports.")
        String folder,
    @Setting(
            value = "false",
            doc =
                "Whether webhooks may call private, loopback and link-local addresses; right only"
                    + " if everybody who registers one may reach this network.")
        boolean privateAddresses,
    @Setting(
            value = "",
            doc =
                "Which hosts webhooks may call, separated by commas; *.example.org for all below"
                    + " one; empty for any.")
        String hosts,
    @Setting(value = "30s", doc = "How long a call of a webhook may take, from name to answer.")
        Duration timeout,
    @Setting(value = "7d", doc = "How long the links in mails and webhooks open the file.")
        Duration linkLife,
    BucketSettings s3) {
  public DeliverySettings {
    require(
        folder.isEmpty() || folder.startsWith("/"),
        "deliveries.folder",
        folder,
        "an absolute path, or nothing");
    Hosts _ = Hosts.of(hosts);
    require(
        timeout.toMillis() >= 100 && timeout.compareTo(Duration.ofMinutes(5)) <= 0,
        "deliveries.timeout",
        timeout.toString(),
        "100 ms to 5 minutes");
    require(
        linkLife.toMinutes() >= 1 && linkLife.toDays() <= 30,
        "deliveries.link-life",
        linkLife.toString(),
        "one minute to 30 days");
  }

  /** What is taken where nothing is set. */
  public static DeliverySettings standard() {
    return new DeliverySettings(
        "", false, "", Duration.ofSeconds(30), Duration.ofDays(7), BucketSettings.none());
  }

  private static void require(boolean holds, String name, String value, String expected) {
    if (!holds) {
      throw new RefusedException(new Refusal.Invalid(name, value, expected));
    }
  }
}
