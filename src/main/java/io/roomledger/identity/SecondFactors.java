package io.roomledger.identity;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * What people have beside their passwords: an authenticator, and codes on paper for the day on
 * which it is lost. People see to their own; who manages people may take one away.
 */
public final class SecondFactors {
  private static final int SECRET_BYTES = 20;
  private static final int CODES = 10;
  private static final int CODE_BYTES = 16;
  private static final int TRIES = 10;
  private static final Duration TRIES_IN = Duration.ofMinutes(15);

  /** What was begun and not confirmed is begun anew after that. */
  private static final Duration UNCONFIRMED = Duration.ofMinutes(30);

  private static final Pattern DIGITS = Pattern.compile("[0-9]{6}");

  private final Database database;
  private final Clock clock;
  private final Journal journal;
  private final PasswordDesk desk;
  private final SealedSecrets sealed;
  private final RateLimits tries;

  SecondFactors(Database database, Clock clock, Journal journal, PasswordDesk desk) {
    this.database = database;
    this.clock = clock;
    this.journal = journal;
    this.desk = desk;
    this.sealed = new SealedSecrets(database);
    this.tries = RateLimits.over(database, clock);
  }

  /**
   * What somebody has.
   *
   * @param on whether an authenticator is confirmed
   * @param codes how many codes on paper are left
   */
  public record State(boolean on, int codes) {}

  /**
   * What an authenticator is given.
   *
   * @param secret to be typed in
   * @param uri the same for a picture that it scans
   */
  public record Enrolment(String secret, String uri) {}

  /** What an account has. */
  public State of(String accountId) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT EXISTS (SELECT FROM second_factor
                                    WHERE account_id = :id AND confirmed_at IS NOT NULL),
                           (SELECT count(*) FROM recovery_code WHERE account_id = :id)
                    """)
                .bind("id", accountId)
                .map((row, context) -> new State(row.getBoolean(1), row.getInt(2)))
                .one());
  }

  /**
   * Begins: what the caller's authenticator needs, the same until it is confirmed.
   *
   * @throws RefusedException forbidden, unless the person is logged in themselves; conflict, if
   *     they have one
   */
  public Enrolment begin(Caller.Person caller) {
    caller.needScope("*");
    Account account = caller.account();
    String secret =
        database
            .jdbi()
            .inTransaction(handle -> {
              handle.execute(
                  "DELETE FROM second_factor WHERE account_id = ? AND confirmed_at IS NULL"
                      + " AND begun_at < ?",
                  account.id(),
                  now().minus(UNCONFIRMED));
              handle.execute(
                  "INSERT INTO second_factor (account_id, secret, begun_at) VALUES (?, ?, ?)"
                      + " ON CONFLICT DO NOTHING",
                  account.id(),
                  sealed.seal(subject(account.id()), hex(Ids.secret(SECRET_BYTES))),
                  now());
              Stored stored = stored(handle, account.id()).orElseThrow();
              if (stored.confirmed()) {
                throw new RefusedException(
                    new Refusal.Conflict(
                        "there is a second factor already (expected: end it first)"));
              }
              return stored.secret();
            });
    String text = Totp.base32(HexFormat.of().parseHex(secret));
    return new Enrolment(text, uri(account, text));
  }

  private static String uri(Account account, String secret) {
    String label = "Roomledger:" + account.username();
    return "otpauth://totp/"
        + URLEncoder.encode(label, StandardCharsets.UTF_8).replace("+", "%20")
        + "?secret="
        + secret
        + "&issuer=Roomledger";
  }

  /**
   * Confirms what was begun with a code of the authenticator. From now on it is needed.
   *
   * @return the codes for paper, told only now
   * @throws RefusedException unauthenticated, if the code is wrong; throttled; conflict, if nothing
   *     was begun
   */
  public List<String> confirm(Caller.Person caller, String code) {
    caller.needScope("*");
    String id = caller.account().id();
    tries.take(id, "second-factor", TRIES, TRIES_IN);
    return database
        .jdbi()
        .inTransaction(handle -> {
          Stored stored =
              stored(handle, id)
                  .filter(it -> !it.confirmed())
                  .orElseThrow(() ->
                      new RefusedException(
                          new Refusal.Conflict("nothing was begun (expected: a second factor)")));
          OptionalLong step = stored.step(code, clock);
          if (step.isEmpty()) {
            throw PasswordDesk.wrong();
          }
          tries.giveBack(id, "second-factor", TRIES, TRIES_IN);
          handle.execute(
              "UPDATE second_factor SET confirmed_at = ?, last_step = ? WHERE account_id = ?",
              now(),
              step.getAsLong(),
              id);
          List<String> codes = newCodes(handle, id);
          note(handle, caller, "second-factor.begun", id);
          return codes;
        });
  }

  /**
   * Other codes for paper in place of those that were told.
   *
   * @throws RefusedException as {@link #confirm}; conflict, without a second factor
   */
  public List<String> renewCodes(Caller.Person caller, String code) {
    return checked(
        caller,
        code,
        handle -> {
          List<String> codes = newCodes(handle, caller.account().id());
          note(handle, caller, "second-factor.codes", caller.account().id());
          return codes;
        });
  }

  /**
   * Ends the caller's second factor.
   *
   * @throws RefusedException as {@link #confirm}; conflict, without a second factor
   */
  public void end(Caller.Person caller, String code) {
    boolean _ =
        checked(
            caller,
            code,
            handle -> {
              remove(handle, caller.account().id());
              note(handle, caller, "second-factor.ended", caller.account().id());
              return true;
            });
  }

  private interface Act<T> {
    T done(Handle handle);
  }

  private <T> T checked(Caller.Person caller, String code, Act<T> act) {
    caller.needScope("*");
    if (!of(caller.account().id()).on()) {
      throw new RefusedException(
          new Refusal.Conflict("there is no second factor (expected: one that was confirmed)"));
    }
    check(caller.account(), code, caller.address());
    return database.jdbi().inTransaction(act::done);
  }

  /**
   * Looks at a code of an account that has proved its password. Each counts once.
   *
   * @param code of the authenticator, or of the paper
   * @throws RefusedException unauthenticated, if it is wrong or was used; throttled, after ten in a
   *     quarter of an hour
   */
  public void check(Account account, String code, String address) {
    tries.take(account.id(), "second-factor", TRIES, TRIES_IN);
    String plain = code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    boolean right =
        database
            .jdbi()
            .inTransaction(handle ->
                DIGITS.matcher(plain).matches()
                    ? useStep(handle, account.id(), plain)
                    : useCode(handle, account, plain, address));
    if (!right) {
      desk.failed(account.organisation(), Optional.of(account.id()), address, "second factor");
      throw PasswordDesk.wrong();
    }
    tries.giveBack(account.id(), "second-factor", TRIES, TRIES_IN);
  }

  private boolean useStep(Handle handle, String id, String code) {
    OptionalLong step =
        stored(handle, id)
            .filter(Stored::confirmed)
            .map(it -> it.step(code, clock))
            .orElse(OptionalLong.empty());
    return step.isPresent()
        && handle.execute(
                "UPDATE second_factor SET last_step = ? WHERE account_id = ? AND last_step < ?",
                step.getAsLong(),
                id,
                step.getAsLong())
            > 0;
  }

  private boolean useCode(Handle handle, Account account, String code, String address) {
    boolean used =
        handle.execute(
                "DELETE FROM recovery_code WHERE account_id = ? AND hash = ?",
                account.id(),
                ServerKey.sha256(code))
            > 0;
    if (used) {
      note(
          handle,
          new Caller.Stranger(account.organisation(), address),
          "second-factor.code-used",
          account.id());
    }
    return used;
  }

  /** Takes a second factor away; who does that has checked the right, and writes it down. */
  public boolean remove(Handle handle, String accountId) {
    handle.execute("DELETE FROM recovery_code WHERE account_id = ?", accountId);
    return handle.execute("DELETE FROM second_factor WHERE account_id = ?", accountId) > 0;
  }

  private static List<String> newCodes(Handle handle, String id) {
    handle.execute("DELETE FROM recovery_code WHERE account_id = ?", id);
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < CODES; i++) {
      String code = Totp.base32(Ids.secret(CODE_BYTES));
      handle.execute("INSERT INTO recovery_code VALUES (?, ?)", id, ServerKey.sha256(code));
      codes.add(code.replaceAll("(.{4})(?!$)", "$1-"));
    }
    return codes;
  }

  private record Stored(String secret, boolean confirmed) {
    OptionalLong step(String code, Clock clock) {
      String plain = code.replaceAll("\\s", "");
      return Totp.step(HexFormat.of().parseHex(secret), plain, clock.instant());
    }
  }

  /** One after the other, so that a code counts once. */
  private Optional<Stored> stored(Handle handle, String id) {
    return handle
        .createQuery(
            "SELECT secret, confirmed_at IS NOT NULL FROM second_factor WHERE account_id = :id"
                + " FOR UPDATE")
        .bind("id", id)
        .map((row, context) ->
            new Stored(sealed.open(subject(id), row.getBytes(1)), row.getBoolean(2)))
        .findOne();
  }

  private void note(Handle handle, Caller caller, String action, String id) {
    journal.append(handle, caller, action, "account:" + id, Map.of());
  }

  private static String subject(String accountId) {
    return "second-factor:" + accountId;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
