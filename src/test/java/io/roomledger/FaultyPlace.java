package io.roomledger;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where servers keep their files, and what may happen to it. */
interface FaultyPlace extends AutoCloseable {
  /** What it is, for people. */
  String name();

  /** How servers find it. */
  Map<String, String> settings();

  /** What may happen to it, one after the other. */
  List<Trouble> troubles();

  /** What cannot be tried on this machine, with the reason. */
  List<String> untried();

  /** Makes all that lies there old, so that it may be swept. */
  void age() throws IOException;

  /** What lies there, also in part, that is none of those. */
  List<String> left(Set<String> published) throws IOException;

  @Override
  void close();

  /**
   * Something that happens, and is over after a while.
   *
   * @param name for people
   * @param begins makes it happen
   * @param ends makes it end
   * @param unready whether no server can do anything meanwhile, and must say so
   */
  record Trouble(String name, Act begins, Act ends, boolean unready) {
    /** Does it. */
    interface Act {
      void done() throws Exception;
    }
  }
}
