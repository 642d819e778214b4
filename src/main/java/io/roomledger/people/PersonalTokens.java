package io.roomledger.people;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Tokens;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The door of tokens that people make for their own programs and name. They do not expire; needed
 * is {@code create-personal-access-tokens}.
 */
public final class PersonalTokens {
  private static final int LONGEST_NAME = 100;

  private final Database database;
  private final Tokens tokens;
  private final Audit audit;

  public PersonalTokens(Database database, Tokens tokens, Audit audit) {
    this.database = database;
    this.tokens = tokens;
    this.audit = audit;
  }

  /**
   * Makes a token.
   *
   * @param name what its owner calls it
   * @param bypass whether it needs no second factor
   * @return its text, which is told only now
   * @throws RefusedException forbidden permission; invalid: the name; conflict, if there is one of
   *     that name
   */
  public String make(Caller.Person caller, String name, boolean bypass) {
    need(caller, name);
    return database
        .jdbi()
        .inTransaction(handle -> {
          String text = tokens.issueNamed(handle, caller.account(), name, bypass);
          audit(handle, caller, "token.made", name);
          return text;
        });
  }

  /**
   * Makes a token anew: its old text ends.
   *
   * @throws RefusedException forbidden permission; not found
   */
  public String remake(Caller.Person caller, String name) {
    need(caller, name);
    return database
        .jdbi()
        .inTransaction(handle -> {
          boolean bypass = tokens.endNamed(handle, caller.account(), name).bypass();
          String text = tokens.issueNamed(handle, caller.account(), name, bypass);
          audit(handle, caller, "token.remade", name);
          return text;
        });
  }

  /**
   * Ends a token.
   *
   * @throws RefusedException forbidden permission; not found
   */
  public void end(Caller.Person caller, String name) {
    need(caller, name);
    database
        .jdbi()
        .useTransaction(handle -> {
          Tokens.Named _ = tokens.endNamed(handle, caller.account(), name);
          audit(handle, caller, "token.ended", name);
        });
  }

  /**
   * The caller's tokens, the oldest first, without their texts.
   *
   * @throws RefusedException forbidden permission
   */
  public List<Tokens.Named> list(Caller.Person caller) {
    caller.needScope("*");
    caller.needPermission(Administration.CREATE_PERSONAL_TOKENS);
    return database.jdbi().withHandle(handle -> tokens.named(handle, caller.account()));
  }

  /** A token that is limited itself must not make one that is not. */
  private static void need(Caller.Person caller, String name) {
    caller.needPermission(Administration.CREATE_PERSONAL_TOKENS);
    caller.needScope("*");
    if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid("tokenName", name, "1 to " + LONGEST_NAME + " characters"));
    }
  }

  private void audit(Handle handle, Caller.Person caller, String action, String name) {
    audit.append(handle, caller, action, "account:" + caller.account().id(), Map.of("name", name));
  }
}
