package io.roomledger.export;

import io.roomledger.base.Content;
import java.time.Instant;
import java.util.List;

/** One thing that comes through the pipeline, in the order in which it will be read. */
public sealed interface Item {
  /**
   * A heading between rows.
   *
   * @param title what it says
   */
  record Section(String title) implements Item {}

  /**
   * A row: the cells of a sheet's columns, in their order.
   *
   * @param id the id of the record, for the manifest's first and last
   * @param at when it happened, for the manifest and for pages by day
   * @param cells one for each column
   */
  record Row(String id, Instant at, List<Cell> cells) implements Item {}

  /**
   * A file that goes with the rows, at {@code path} inside the package.
   *
   * @param id the file's id
   * @param path a safe relative path such as {@code assets/<id>-<name>}
   * @param mediaType what it is
   * @param content its bytes
   */
  record Attachment(String id, String path, String mediaType, Content content) implements Item {}

  /**
   * Something that could not be delivered. The file shows it, the manifest counts it, the job ends
   * as done with gaps.
   *
   * @param id the id of what is missing
   * @param what what it is, such as {@code file picture.png}
   * @param reason why it is missing, in words
   */
  record Gap(String id, String what, String reason) implements Item {}
}
