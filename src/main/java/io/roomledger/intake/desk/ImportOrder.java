package io.roomledger.intake.desk;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What somebody brought at once, and what became of it.
 *
 * @param id its number, which grows with time
 * @param account whose it is
 * @param by what they are called
 * @param zone the zone of times that name none
 * @param sample whether it is the sample workspace, and no files
 * @param begunAt when it was begun
 * @param work how far the job is that takes it in; empty while files are still brought
 * @param files in the order in which they came
 * @param refused how many things in them could not be taken in
 * @param cleared whether the files themselves are not kept any more
 */
public record ImportOrder(
    long id,
    String account,
    String by,
    ZoneId zone,
    boolean sample,
    Instant begunAt,
    Optional<Work> work,
    List<BroughtFile> files,
    long refused,
    boolean cleared) {

  /**
   * How far the job is that takes it in.
   *
   * @param state where it stands: waiting, running, done, done-with-gaps, failed or cancelled
   * @param ended whether nothing more will happen by itself
   * @param done how many bytes are done with
   * @param total of how many, or -1 while that is not known
   * @param reason what is being done now, or why it ended
   */
  public record Work(String state, boolean ended, long done, long total, String reason) {}

  /** Whether files are still brought. */
  public boolean open() {
    return work.isEmpty();
  }

  /** Whether nothing more will happen by itself. */
  public boolean ended() {
    return work.filter(Work::ended).isPresent();
  }

  /** Whether there is something to take in, and nothing is still on its way. */
  public boolean ready() {
    return open()
        && files.stream().anyMatch(BroughtFile::usable)
        && files.stream().allMatch(file -> file.whole() && file.found().isPresent());
  }
}
