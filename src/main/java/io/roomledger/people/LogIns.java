package io.roomledger.people;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import io.roomledger.identity.OpenIds;
import io.roomledger.identity.PasswordRules;
import io.roomledger.identity.Proven;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * The door of how people log in, for whoever manages them: passwords for one time, lost second
 * factors, and the end of everything that somebody is logged in by. Each act is audited in its own
 * transaction.
 */
public final class LogIns {
  private final People.House house;

  public LogIns(People.House house) {
    this.house = house;
  }

  /**
   * Somebody new, and the password with which they come in once.
   *
   * @param password told only now
   */
  public record Invited(Person person, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Invited[" + person + "]";
    }
  }

  /**
   * Adds somebody, as {@link People#add} does, with a password for one time in place of that of the
   * draft.
   */
  public Invited invite(Caller caller, People people, PersonDraft draft) {
    String password = Ids.password();
    PersonDraft whole =
        new PersonDraft(draft.username(), draft.name(), draft.email(), password, draft.roles());
    return house
        .database()
        .jdbi()
        .inTransaction(handle -> {
          Person person = people.add(caller, whole);
          house.accounts().setPasswordOnce(handle, person.account().id());
          return new Invited(person, password);
        });
  }

  /**
   * Gives somebody a password for one time: it ends every log-in of theirs, and opens nothing but
   * the page where they set their own. Needs {@code edit-other-user-password}.
   *
   * @return the password, told only now
   * @throws RefusedException not found; forbidden permission
   */
  public String resetPassword(Caller caller, String accountId) {
    caller.needPermission(Administration.EDIT_PASSWORDS);
    String password = Ids.password();
    act(
        caller,
        accountId,
        "account.password-reset",
        handle -> {
          house.accounts().setPassword(handle, accountId, password);
          house.accounts().setPasswordOnce(handle, accountId);
        });
    return password;
  }

  /**
   * Gives the caller another password, which ends every log-in of theirs. Whoever calls this has
   * asked for the old one.
   *
   * @throws RefusedException invalid: the password
   */
  public void setOwnPassword(Caller.Person caller, String password) {
    caller.needScope("*");
    house.accounts().passwordRules().check(password, PasswordRules.about(caller.account()));
    String id = caller.account().id();
    act(
        caller,
        id,
        "account.password",
        handle -> house.accounts().setPassword(handle, id, password));
  }

  /**
   * The same of somebody who has proved to have the password for one time: of several at once only
   * the first sets another.
   *
   * @throws RefusedException invalid: the password; unauthenticated, if it is another one by now
   */
  public void setFirstPassword(Caller.Person caller, Proven proven, String password) {
    caller.needScope("*");
    house.accounts().passwordRules().check(password, PasswordRules.about(caller.account()));
    String id = caller.account().id();
    act(
        caller,
        id,
        "account.password",
        handle -> {
          // the account is locked by now, so nobody changes it in between
          if (!house.accounts().proven(id).map(Proven::mark).equals(Optional.of(proven.mark()))) {
            throw new RefusedException(
                new Refusal.Unauthenticated(Refusal.Credential.WRONG_SECRET));
          }
          house.accounts().setPassword(handle, id, password);
        });
  }

  /**
   * Takes somebody's second factor away, who has lost it. Needs {@code edit-other-user-password}.
   *
   * @throws RefusedException not found; forbidden permission; conflict, if they have none
   */
  public void resetSecondFactor(Caller caller, String accountId) {
    caller.needPermission(Administration.EDIT_PASSWORDS);
    act(
        caller,
        accountId,
        "second-factor.reset",
        handle -> {
          if (!house.accounts().secondFactors().remove(handle, accountId)) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "account " + accountId + ": has no second factor (expected: one)"));
          }
        });
  }

  /**
   * Ends the link of somebody's account to another server's people. Needs {@code
   * edit-other-user-password}.
   *
   * @throws RefusedException not found; forbidden permission; conflict, if there is none
   */
  public void endOpenId(Caller caller, String accountId) {
    caller.needPermission(Administration.EDIT_PASSWORDS);
    act(
        caller,
        accountId,
        "open-id.ended",
        handle -> {
          if (!OpenIds.remove(handle, accountId)) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "account "
                        + accountId
                        + ": is not linked to another server (expected: a link)"));
          }
        });
  }

  /**
   * Ends all of somebody's sessions and tokens, and what they allowed apps. Needs {@code
   * edit-other-user-active-status}.
   *
   * @throws RefusedException not found; forbidden permission
   */
  public void endAll(Caller caller, String accountId) {
    caller.needPermission(Administration.EDIT_ACTIVE);
    act(
        caller,
        accountId,
        "account.log-ins-ended",
        handle -> house.accounts().endLogIns(handle, accountId));
  }

  private void act(Caller caller, String accountId, String action, Consumer<Handle> act) {
    caller.needScope(People.MANAGE);
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          People.needPower(house.accounts(), caller, People.locked(handle, caller, accountId));
          act.accept(handle);
          house.audit().append(handle, caller, action, "account:" + accountId, Map.of());
        });
  }
}
