package io.roomledger.audit;

/** What checking the chain found. */
public sealed interface Verdict {
  /**
   * Nothing was changed, removed from between or put in between. That nothing was cut off at the
   * end shows only if number and hash of the last row were kept elsewhere.
   *
   * @param rows how many rows there are, which is the number of the last one
   * @param head the hash of the last row in hexadecimal digits
   */
  record Whole(long rows, String head) implements Verdict {}

  /**
   * The chain is broken.
   *
   * @param id the number of the first row that does not hold
   * @param why what is wrong with it
   */
  record Broken(long id, String why) implements Verdict {}
}
