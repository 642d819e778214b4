package io.roomledger.export;

import io.roomledger.job.Job;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What is known of those numbers, in their order. */
  static List<ExportJob> page(List<Long> ids, Map<Long, StoredExport> stored, Map<Long, Job> jobs) {
    List<ExportJob> page = new ArrayList<>();
    for (long id : ids) {
      StoredExport export = stored.get(id);
      Job job = jobs.get(id);
      if (export != null && job != null) {
        page.add(export.with(job));
      }
    }
    return page;
  }

  private static String literally(String text) {
    return text.replaceAll("([\\\\%_])", "\\\\$1");
  }
}
