package io.roomledger.identity;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/** The SQL of departments. */
final class DepartmentRows {
  private static final String SELECT = "SELECT id, parent, name, custom_id FROM department ";

  private DepartmentRows() {}

  static Optional<Department> insertIfAbsent(
      Handle handle,
      String organisation,
      String name,
      Optional<UUID> parent,
      Optional<String> customId) {
    return handle
        .createQuery(
            """
            INSERT INTO department (organisation, parent, name, custom_id)
            VALUES (:organisation, :parent, :name,
              coalesce(:custom, substr(md5(gen_random_uuid()::text), 1, 16)))
            ON CONFLICT DO NOTHING
            RETURNING id, parent, name, custom_id
            """)
        .bind("organisation", organisation)
        .bind("parent", parent)
        .bind("name", name)
        .bind("custom", customId)
        .mapTo(Department.class)
        .findOne();
  }

  /** Names a person's department; says whether there is such a person. */
  static boolean name(Handle handle, String organisation, String accountId, String name) {
    return handle.execute(
            "UPDATE account SET department = ? WHERE id = ? AND organisation = ?",
            name,
            accountId,
            organisation)
        > 0;
  }

  static void assign(Handle handle, String accountId, Collection<UUID> departments) {
    handle.execute("DELETE FROM department_member WHERE account_id = ?", accountId);
    handle
        .createUpdate(
            """
            INSERT INTO department_member (department, account_id)
            SELECT DISTINCT department, :account FROM unnest(:departments) AS department
            """)
        .bind("account", accountId)
        .bindArray("departments", UUID.class, departments)
        .execute();
  }

  static Optional<Department> byId(Handle handle, String organisation, UUID id) {
    return handle
        .createQuery(SELECT + "WHERE organisation = :organisation AND id = :id")
        .bind("organisation", organisation)
        .bind("id", id)
        .mapTo(Department.class)
        .findOne();
  }

  static Optional<Department> byCustomId(Handle handle, String organisation, String customId) {
    return handle
        .createQuery(SELECT + "WHERE organisation = :organisation AND custom_id = :id")
        .bind("organisation", organisation)
        .bind("id", customId)
        .mapTo(Department.class)
        .findOne();
  }

  static List<Department> below(
      Handle handle,
      String organisation,
      Optional<UUID> parent,
      boolean deep,
      UUID after,
      int limit) {
    String sql =
        deep
            ? """
            WITH RECURSIVE below AS (
              SELECT * FROM department
              WHERE organisation = :organisation AND parent IS NOT DISTINCT FROM :parent
              UNION ALL
              SELECT d.* FROM department d JOIN below b ON d.parent = b.id)
            SELECT id, parent, name, custom_id FROM below
            WHERE id > :after ORDER BY id LIMIT :limit
            """
            : SELECT
                + """
                WHERE organisation = :organisation AND parent IS NOT DISTINCT FROM :parent
                  AND id > :after
                ORDER BY id LIMIT :limit
                """;
    Query query = handle.createQuery(sql);
    return query
        .bind("organisation", organisation)
        .bindByType("parent", parent.orElse(null), UUID.class)
        .bind("after", after)
        .bind("limit", limit)
        .mapTo(Department.class)
        .list();
  }

  static List<Account> members(
      Handle handle, String organisation, Optional<UUID> department, String after, int limit) {
    return handle
        .createQuery(
            "SELECT "
                + Accounts.COLUMNS
                + """
                 FROM account a
                WHERE organisation = :organisation AND active AND id COLLATE "C" > :after
                  AND CASE WHEN :department::uuid IS NULL
                    THEN NOT EXISTS
                      (SELECT FROM department_member m WHERE m.account_id = a.id)
                    ELSE EXISTS
                      (SELECT FROM department_member m
                       WHERE m.account_id = a.id AND m.department = :department) END
                ORDER BY id COLLATE "C" LIMIT :limit
                """)
        .bind("organisation", organisation)
        .bindByType("department", department.orElse(null), UUID.class)
        .bind("after", after)
        .bind("limit", limit)
        .mapTo(Account.class)
        .list();
  }

  static Map<String, List<Department>> of(
      Handle handle, String organisation, Collection<String> accountIds) {
    return handle
        .createQuery(
            """
            SELECT m.account_id, d.id, d.parent, d.name, d.custom_id
            FROM department_member m
            JOIN department d ON d.id = m.department
            JOIN account a ON a.id = m.account_id
            WHERE d.organisation = :organisation AND m.account_id = ANY(:accounts)
            ORDER BY m.account_id, d.name <> left(a.department, 200), d.id
            """)
        .bind("organisation", organisation)
        .bindArray("accounts", String.class, accountIds)
        .map((row, context) ->
            Map.entry(
                row.getString("account_id"),
                ConstructorMapper.of(Department.class).map(row, context)))
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                LinkedHashMap::new,
                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  static Map<UUID, Integer> sizes(
      Handle handle, String organisation, Collection<UUID> departments) {
    return handle
        .createQuery(
            """
            WITH RECURSIVE below AS (
              SELECT id AS top, id FROM department
              WHERE organisation = :organisation AND id = ANY(:departments)
              UNION ALL
              SELECT b.top, d.id FROM department d JOIN below b ON d.parent = b.id)
            SELECT b.top, count(DISTINCT a.id) AS people
            FROM below b
            JOIN department_member m ON m.department = b.id
            JOIN account a ON a.id = m.account_id AND a.active
            GROUP BY b.top
            """)
        .bind("organisation", organisation)
        .bindArray("departments", UUID.class, departments)
        .map((row, context) -> Map.entry(row.getObject("top", UUID.class), row.getInt("people")))
        .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
  }
}
