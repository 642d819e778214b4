package io.roomledger.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of the table webhook. */
final class WebhookRows {
  private WebhookRows() {}

  /** A webhook with its sealed secret. */
  static final class Stored {
    private final Webhook webhook;
    private final byte[] secret;

    Stored(Webhook webhook, byte[] secret) {
      this.webhook = webhook;
      this.secret = secret;
    }

    Webhook webhook() {
      return webhook;
    }

    byte[] secret() {
      return secret.clone();
    }
  }

  static void insert(Handle handle, Webhook webhook, String organisation, byte[] secret) {
    handle
        .createUpdate(
            """
            INSERT INTO webhook (id, organisation, owner, name, url, secret, created_at)
            VALUES (:id, :organisation, :owner, :name, :url, :secret, :at)
            """)
        .bind("id", webhook.id())
        .bind("organisation", organisation)
        .bind("owner", webhook.owner())
        .bind("name", webhook.name())
        .bind("url", webhook.url())
        .bind("secret", secret)
        .bind("at", webhook.createdAt().atOffset(ZoneOffset.UTC))
        .execute();
  }

  static List<Stored> list(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            SELECT * FROM webhook WHERE organisation = :organisation AND deleted_at IS NULL
             ORDER BY created_at, id
            """)
        .bind("organisation", organisation)
        .map((row, context) -> read(row))
        .list();
  }

  static Optional<Stored> find(Handle handle, String organisation, String id) {
    return handle
        .createQuery(
            """
            SELECT * FROM webhook
             WHERE id = :id AND organisation = :organisation AND deleted_at IS NULL
            """)
        .bind("id", id)
        .bind("organisation", organisation)
        .map((row, context) -> read(row))
        .findOne();
  }

  static boolean delete(Handle handle, String organisation, String id, Instant at) {
    return handle
            .createUpdate(
                """
                UPDATE webhook SET deleted_at = :at, secret = NULL
                 WHERE id = :id AND organisation = :organisation AND deleted_at IS NULL
                """)
            .bind("id", id)
            .bind("organisation", organisation)
            .bind("at", at.atOffset(ZoneOffset.UTC))
            .execute()
        == 1;
  }

  private static Stored read(ResultSet row) throws SQLException {
    return new Stored(
        new Webhook(
            row.getString("id"),
            row.getString("name"),
            row.getString("url"),
            row.getString("owner"),
            row.getObject("created_at", OffsetDateTime.class).toInstant()),
        row.getBytes("secret"));
  }
}
