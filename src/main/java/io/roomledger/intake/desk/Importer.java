package io.roomledger.intake.desk;

import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Intake;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;

/** Takes files of one kind in. Files that were taken in before are not taken in twice. */
@FunctionalInterface
public interface Importer {
  /**
   * Takes it in.
   *
   * @return what came of it in numbers, by words such as {@code messages}
   * @throws io.roomledger.base.RefusedException if it cannot be used
   * @throws IOException if it cannot be read or stored
   */
  Map<String, Long> run(Brought brought, Intake intake) throws IOException;

  /**
   * What is to be taken in.
   *
   * @param operator in whose name
   * @param person who brought it
   * @param path the file, or the folder with recordings and what is said in them
   * @param zone the zone of times that name none
   */
  record Brought(Caller.Operator operator, Account person, Path path, ZoneId zone) {}
}
