package io.roomledger.export;

import io.roomledger.base.Page;
import io.roomledger.job.Job;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Finds the numbers of the exports that a query asks for, the newest first. */
final class ExportSearch {
  private ExportSearch() {}

  /**
   * One number more than the query asks for, if there are as many.
   *
   * @param owner whose, if not those of everybody in the organisation
   */
  static List<Long> numbers(
      Handle handle, String organisation, Optional<String> owner, ExportQuery query) {
    return handle
        .createQuery(
            """
            SELECT e.id FROM export e
             WHERE e.organisation = :organisation AND e.id < :below
               AND e.ordered_at >= :from AND e.ordered_at < :to
               AND (:owner::text IS NULL OR e.owner = :owner)
               AND (:asked::text IS NULL OR e.owner = :asked)
               AND (:recipe::text IS NULL OR e.recipe = :recipe)
               AND (:status::text IS NULL
                    OR (e.expired_at IS NOT NULL AND :status = 'EXPIRED')
                    OR (e.expired_at IS NULL AND EXISTS (
                          SELECT FROM job j WHERE j.id = e.id AND j.status = :status)))
               AND (cardinality(:recipes) = 0 OR e.recipe = ANY (:recipes))
               AND (:room::text IS NULL OR e.selection -> 'room' @> to_jsonb(:room::text))
               AND (:words = '' OR e.file_name ILIKE :pattern OR e.id::text LIKE :begin)
             ORDER BY e.id DESC LIMIT :limit
            """)
        .bind("organisation", organisation)
        .bind("below", query.below())
        .bind("from", query.ordered().from().atOffset(ZoneOffset.UTC))
        .bind("to", query.ordered().to().atOffset(ZoneOffset.UTC))
        .bind("owner", owner.orElse(null))
        .bind("asked", query.owner().orElse(null))
        .bind("recipe", query.recipe().orElse(null))
        .bind("status", query.status().map(ExportStatus::name).orElse(null))
        .bindArray("recipes", String.class, query.about().recipes())
        .bind("room", query.about().room().orElse(null))
        .bind("words", query.about().words())
        .bind("pattern", "%" + literally(query.about().words()) + "%")
        .bind("begin", literally(query.about().words()) + "%")
        .bind("limit", query.limit() + 1)
        .mapTo(Long.class)
        .list();
  }

  /** What is known of the first of those numbers, in their order. */
  static Page<ExportJob> page(
      List<Long> numbers,
      int limit,
      Function<List<Long>, Map<Long, StoredExport>> exports,
      Function<List<Long>, Map<Long, Job>> jobs) {
    boolean more = numbers.size() > limit;
    List<Long> shown = more ? numbers.subList(0, limit) : numbers;
    Map<Long, StoredExport> stored = exports.apply(shown);
    Map<Long, Job> under = jobs.apply(shown);
    List<ExportJob> page = new ArrayList<>();
    for (long id : shown) {
      StoredExport export = stored.get(id);
      Job job = under.get(id);
      if (export != null && job != null) {
        page.add(export.with(job));
      }
    }
    return new Page<>(page, more ? Optional.of(Long.toString(shown.getLast())) : Optional.empty());
  }

  private static String literally(String text) {
    return text.replaceAll("([\\\\%_])", "\\\\$1");
  }
}
