package io.roomledger.identity;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;

/**
 * Keys by which a request that comes again, because its answer was lost on the way, is done once.
 * What is kept is good for a day. Of a key only a hash is kept, and the answer is sealed with the
 * key, so that whoever reads the database reads no token in it.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
 *     Idempotency-Key header</a>
 */
public final class IdempotencyKeys {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final Pattern FORM = Pattern.compile("[!-~]{8,200}");
  private static final int TAG_BITS = 128;

  private static final int NONCE_BYTES = 12;

  private final Database database;
  private final Clock clock;

  public IdempotencyKeys(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What is known of a request under a key. */
  public sealed interface Claim {
    /** It is new; whoever asked does it now, and says what came of it. */
    record New() implements Claim {}

    /** It was done, and answered so. */
    @SuppressWarnings("ArrayRecordComponent") // handed on as it is
    record Done(byte[] answer) implements Claim {}

    /** It is being done, or the server ended before it was known what came of it. */
    record Open() implements Claim {}

    /** The key belongs to another request. */
    record Other() implements Claim {}
  }

  /**
   * Claims a key for a request.
   *
   * @param caller whose key it is; two callers may use the same
   * @param key 8 to 200 characters of ASCII, best random
   * @param request what tells the request from others
   * @throws RefusedException invalid key
   */
  public Claim claim(Caller caller, String key, byte[] request) {
    if (!FORM.matcher(key).matches()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "Idempotency-Key", key.length() + " characters", "8 to 200 of ASCII without blanks"));
    }
    return database.jdbi().inTransaction(handle -> claim(handle, caller, key, request));
  }

  private Claim claim(Handle handle, Caller caller, String key, byte[] request) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    handle.execute("DELETE FROM idempotency WHERE made_at < ?", now.minus(KEPT));
    byte[] fingerprint = sha256(request);
    int claimed =
        handle.execute(
            """
            INSERT INTO idempotency (hash, fingerprint, made_at) VALUES (?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            hash(caller, key),
            fingerprint,
            now);
    return claimed == 1 ? new Claim.New() : known(handle, caller, key, fingerprint);
  }

  private static Claim known(Handle handle, Caller caller, String key, byte[] fingerprint) {
    return handle
        .createQuery("SELECT fingerprint, answer FROM idempotency WHERE hash = :hash")
        .bind("hash", hash(caller, key))
        .<Claim>map((row, context) -> {
          if (!MessageDigest.isEqual(row.getBytes("fingerprint"), fingerprint)) {
            return new Claim.Other();
          }
          return Optional.ofNullable(row.getBytes("answer"))
              .<Claim>map(sealed -> new Claim.Done(opened(key, sealed)))
              .orElseGet(Claim.Open::new);
        })
        .findOne()
        .orElseGet(Claim.Open::new);
  }

  /** Keeps what was answered. */
  public void answered(Caller caller, String key, byte[] answer) {
    byte[] sealed = sealed(key, answer);
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "UPDATE idempotency SET answer = ? WHERE hash = ?", sealed, hash(caller, key)));
  }

  /** Gives a key back, as nothing came of the request. */
  public void release(Caller caller, String key) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "DELETE FROM idempotency WHERE hash = ? AND answer IS NULL", hash(caller, key)));
  }

  /** A nonce, and the answer under it. */
  private static byte[] sealed(String key, byte[] answer) {
    byte[] nonce = Ids.secret(NONCE_BYTES);
    byte[] text = crypt(Cipher.ENCRYPT_MODE, key, nonce, answer);
    return ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text).array();
  }

  private static byte[] opened(String key, byte[] sealed) {
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    byte[] text = Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length);
    return crypt(Cipher.DECRYPT_MODE, key, nonce, text);
  }

  private static byte[] crypt(int mode, String key, byte[] nonce, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      byte[] secret = sha256(("answer " + key).getBytes(StandardCharsets.UTF_8));
      cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM, and only we write answers", e);
    }
  }

  private static byte[] hash(Caller caller, String key) {
    byte[] who = (caller.organisation() + " " + caller.key()).getBytes(StandardCharsets.UTF_8);
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    return sha256(
        ByteBuffer.allocate(Integer.BYTES + who.length + name.length)
            .putInt(who.length)
            .put(who)
            .put(name)
            .array());
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
