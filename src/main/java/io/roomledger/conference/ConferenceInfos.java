package io.roomledger.conference;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import io.roomledger.identity.Permissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The door of what is known of conferences: single ones, some by id, by room or by plan, and who is
 * in them. A program sees those of its organisation, a person those that {@link Conferences#find}
 * shows them.
 */
public final class ConferenceInfos {
  /** More conferences than that are never asked for by id at once. */
  public static final int MOST = 100;

  private final Database database;
  private final Conferences conferences;

  public ConferenceInfos(Database database, Conferences conferences) {
    this.database = database;
    this.conferences = conferences;
  }

  /**
   * A conference.
   *
   * @throws RefusedException as {@link Conferences#find}
   */
  public ConferenceInfo info(Caller caller, String id) {
    return seen(
        caller,
        "see",
        id,
        handle -> {
          conferences.visible(handle, caller, id);
          return byIds(handle, List.of(id)).getFirst();
        });
  }

  /** Looks it up; a denial is audited. */
  private <T> T seen(Caller caller, String act, String conference, Function<Handle, T> look) {
    return conferences
        .denials()
        .audited(
            caller, act, "conference:" + conference, () -> database.jdbi().withHandle(look::apply));
  }

  /**
   * Some conferences and who is in them, in the order of the ids; unknown ones are left out.
   *
   * @param ids at most {@link #MOST}
   * @throws RefusedException invalid, if there are too many; forbidden, if one is of another
   *     organisation or the caller may not see it
   */
  public Map<ConferenceInfo, List<Attendee>> infos(Caller caller, List<String> ids) {
    if (ids.size() > MOST) {
      throw new RefusedException(
          new Refusal.Invalid("conferences", ids.size() + " ids", "at most " + MOST));
    }
    return seen(caller, "see", String.join(",", ids), handle -> infos(handle, caller, ids));
  }

  private Map<ConferenceInfo, List<Attendee>> infos(
      Handle handle, Caller caller, List<String> ids) {
    Map<String, ConferenceInfo> known =
        byIds(handle, ids).stream()
            .collect(Collectors.toMap(info -> info.conference().id(), Function.identity()));
    for (ConferenceInfo info : known.values()) {
      conferences.visible(handle, caller, info.conference().id());
    }
    Map<String, List<Attendee>> people = people(handle, List.copyOf(known.keySet()));
    Map<ConferenceInfo, List<Attendee>> found = new java.util.LinkedHashMap<>();
    for (String id : ids) {
      ConferenceInfo info = known.get(id);
      if (info != null) {
        found.put(info, people.getOrDefault(id, List.of()));
      }
    }
    return found;
  }

  /**
   * Who is or was in a conference.
   *
   * @param after where the last page ended, see {@link Page#next}
   * @param limit how many at most
   * @throws RefusedException as {@link Conferences#find}
   */
  public AttendeeList attendees(Caller caller, String id, Optional<String> after, int limit) {
    return seen(
        caller,
        "see the people of",
        id,
        handle -> {
          conferences.visible(handle, caller, id);
          List<Attendee> found =
              handle
                  .createQuery(
                      PEOPLE
                          + """
                           WHERE m.conference = :id AND m.account > :after
                           ORDER BY m.account
                           LIMIT :limit
                          """)
                  .bind("id", id)
                  .bind("after", after.orElse(""))
                  .bind("limit", limit + 1)
                  .map((row, context) -> ConferenceInfoRows.attendee(row))
                  .list();
          int total =
              handle
                  .createQuery("SELECT count(*) FROM conference_member WHERE conference = :id")
                  .bind("id", id)
                  .mapTo(Integer.class)
                  .one();
          return new AttendeeList(page(found, limit, Attendee::account), total);
        });
  }

  /** The conferences that were held in the room of that code. */
  public ConferenceList inRoom(Caller caller, String code, Optional<String> after, int limit) {
    return list(caller, "c.room_code = :it", query -> query.bind("it", code), after, limit);
  }

  /** The conferences that were held under that plan. */
  public ConferenceList under(Caller caller, UUID schedule, Optional<String> after, int limit) {
    return list(caller, "c.schedule = :it", query -> query.bind("it", schedule), after, limit);
  }

  /**
   * The conferences of the organisation that go on.
   *
   * @throws RefusedException forbidden to a person who may not see all recordings
   */
  public ConferenceList ongoing(Caller caller, Optional<String> after, int limit) {
    conferences
        .denials()
        .audited(
            caller,
            "list",
            "conferences",
            () -> {
              caller.needPermission(Permissions.VIEW_ALL_RECORDINGS);
              return caller;
            });
    return list(caller, "c.ended_at IS NULL", query -> query, after, limit);
  }

  /**
   * The conferences that go on and in which a person is now.
   *
   * @throws RefusedException not found, if there is no such person; forbidden, if they are of
   *     another organisation, or to another person
   */
  public ConferenceList ongoing(Caller caller, ExternalIdKind kind, String person, int limit) {
    String account =
        conferences
            .denials()
            .audited(
                caller,
                "list",
                new ConferenceRequest("", kind, person),
                () ->
                    database
                        .jdbi()
                        .withHandle(handle -> People.acting(handle, caller, kind, person)));
    return list(
        caller,
        """
        c.ended_at IS NULL AND EXISTS (
          SELECT FROM conference_member p
           WHERE p.conference = c.id AND p.account = :it
             AND p.joined_at IS NOT NULL AND p.left_at IS NULL)\
        """,
        query -> query.bind("it", account),
        Optional.empty(),
        limit);
  }

  private static final String PEOPLE =
      """
      SELECT m.conference, m.account, a.name, m.role, m.joined_at, m.left_at, m.invited_at,
             m.removed_at, m.muted, c.ended_at
        FROM conference_member m
        JOIN account a ON a.id = m.account
        JOIN conference c ON c.id = m.conference
      """;

  private static List<ConferenceInfo> byIds(Handle handle, List<String> ids) {
    return handle
        .createQuery(ConferenceInfoRows.SELECT + " WHERE c.id = ANY(:ids)")
        .bindArray("ids", String.class, ids)
        .map((row, context) -> ConferenceInfoRows.info(row))
        .list();
  }

  private static Map<String, List<Attendee>> people(Handle handle, List<String> ids) {
    return handle
        .createQuery(PEOPLE + " WHERE m.conference = ANY(:ids) ORDER BY m.account")
        .bindArray("ids", String.class, ids)
        .map((row, context) ->
            Map.entry(row.getString("conference"), ConferenceInfoRows.attendee(row)))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /** Those of the caller's organisation that the caller may see. */
  private ConferenceList list(
      Caller caller,
      String condition,
      Function<Query, Query> binding,
      Optional<String> after,
      int limit) {
    String where =
        """
         WHERE c.organisation = :organisation AND %s
           AND (cast(:person AS text) IS NULL OR c.creator = :person OR EXISTS (
                SELECT FROM conference_member v
                 WHERE v.conference = c.id AND v.account = :person))
        """
            .formatted(condition);
    Optional<String> person =
        caller instanceof Caller.Person who && !caller.may(Permissions.VIEW_ALL_RECORDINGS)
            ? Optional.of(who.account().id())
            : Optional.empty();
    return database
        .jdbi()
        .withHandle(handle -> {
          List<ConferenceInfo> found =
              binding
                  .apply(
                      handle.createQuery(
                          ConferenceInfoRows.SELECT
                              + where
                              + " AND c.id > :after ORDER BY c.id LIMIT :limit"))
                  .bind("organisation", caller.organisation())
                  .bind("person", person)
                  .bind("after", after.orElse(""))
                  .bind("limit", limit + 1)
                  .map((row, context) -> ConferenceInfoRows.info(row))
                  .list();
          int total =
              binding
                  .apply(handle.createQuery("SELECT count(*) FROM conference c" + where))
                  .bind("organisation", caller.organisation())
                  .bind("person", person)
                  .mapTo(Integer.class)
                  .one();
          return new ConferenceList(page(found, limit, info -> info.conference().id()), total);
        });
  }

  private static <T> Page<T> page(List<T> found, int limit, Function<T, String> key) {
    List<T> items = found.stream().limit(limit).toList();
    return new Page<>(
        items, found.size() > limit ? Optional.of(key.apply(items.getLast())) : Optional.empty());
  }
}
