package io.roomledger.people;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.db.News;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * The door of settings that administrators change while the server runs. A change made here counts
 * at once, one made by another server as soon as it is heard of, and in a second at the latest.
 */
public final class Preferences {
  private static final Duration REMEMBERED = Duration.ofSeconds(1);

  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final LoadingCache<String, Map<String, String>> changed;

  public Preferences(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.changed = Caffeine.newBuilder().expireAfterWrite(REMEMBERED).build(this::load);
    database.news().hear(News.PREFERENCES, _ -> changed.invalidateAll());
  }

  /** Its value now: a text, a truth or a whole number. */
  public Object value(String organisation, Preference preference) {
    return Optional.ofNullable(changed.get(organisation).get(preference.vendorName()))
        .flatMap(preference::read)
        .orElse(preference.standard());
  }

  /** The value of one that is a text. */
  public String text(String organisation, Preference preference) {
    return (String) value(organisation, preference);
  }

  /** The value of one that is a truth. */
  public boolean truth(String organisation, Preference preference) {
    return (Boolean) value(organisation, preference);
  }

  /** The value of one that is a whole number. */
  public int number(String organisation, Preference preference) {
    return (Integer) value(organisation, preference);
  }

  /**
   * Its value now, for somebody who asks. What is not open needs {@code view-privileged-setting}.
   *
   * @throws RefusedException forbidden permission
   */
  public Object get(Caller caller, Preference preference) {
    if (!preference.open()) {
      caller.needPermission(Administration.VIEW_SETTINGS);
    }
    return value(caller.organisation(), preference);
  }

  /**
   * Changes it. Needs {@code edit-privileged-setting}.
   *
   * @throws RefusedException forbidden permission; invalid, if it cannot have that value
   */
  public void set(Caller caller, Preference preference, String value) {
    caller.needScope(People.MANAGE);
    caller.needPermission(Administration.EDIT_SETTINGS);
    if (preference.read(value).isEmpty()) {
      throw new RefusedException(
          new Refusal.Invalid(preference.vendorName(), shortened(value), preference.expected()));
    }
    database
        .jdbi()
        .useTransaction(handle -> {
          handle
              .createUpdate(
                  """
                  INSERT INTO preference (organisation, name, value, changed_at)
                  VALUES (:organisation, :name, :value, :now)
                  ON CONFLICT (organisation, name)
                  DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
                  """)
              .bind("organisation", caller.organisation())
              .bind("name", preference.vendorName())
              .bind("value", value)
              .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
              .execute();
          handle.afterCommit(changed::invalidateAll);
          audit.append(
              handle,
              caller,
              "preference.set",
              "preference:" + preference.vendorName(),
              Map.of("value", shortened(value)));
        });
  }

  private static String shortened(String value) {
    return value.length() > 100 ? value.substring(0, 100) + "..." : value;
  }

  private Map<String, String> load(String organisation) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT name, value FROM preference WHERE organisation = :organisation")
                .bind("organisation", organisation)
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
