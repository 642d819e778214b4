package io.roomledger.identity;

import com.nulabinc.zxcvbn.Zxcvbn;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which passwords are taken: long enough, and not guessed soon. How soon is told by zxcvbn, which
 * knows common and breached passwords, words, names, dates and rows of keys, and what people make
 * of them.
 *
 * @see <a href="https://github.com/dropbox/zxcvbn">zxcvbn</a>
 */
public final class PasswordRules {
  private static final int LONGEST = 1000;

  /** Looked at piece by piece: the time for one grows faster than its length. */
  private static final int PIECE = 16;

  /** What is behind is not looked at: a long password all of whose beginning is weak is weak. */
  private static final int LOOKED_AT = 100;

  /** As many tries as one address has in two months, and all together in a year. */
  private static final double FEWEST_GUESSES = 1e6;

  /** What everybody thinks of first here. */
  private static final List<String> OF_THE_HOUSE =
      List.of("roomledger", "ledger", "feishu", "lark", "rocketchat", "rocket.chat", "dingtalk");

  private final PasswordSettings settings;

  public PasswordRules(PasswordSettings settings) {
    this.settings = settings;
  }

  /** Its lists of words are read when the first password is looked at, and once. */
  private static final class Guesses {
    static final Zxcvbn OF_ANYBODY = new Zxcvbn();
  }

  /** What is wrong with a password. */
  public enum Fault {
    LENGTH,
    GUESSABLE
  }

  /** The fewest characters of one that a person types here. */
  public int shortest() {
    return settings.shortest();
  }

  /**
   * What is wrong with a password that a person types here, if anything is.
   *
   * @param about what others know of the person: their names and their address
   */
  public Optional<Fault> fault(String password, List<String> about) {
    return fault(password, settings.shortest(), about);
  }

  /**
   * Refuses what {@link #fault} finds fault with.
   *
   * @throws RefusedException invalid {@code password}; the text is not in it
   */
  public void check(String password, List<String> about) {
    check(password, settings.shortest(), about);
  }

  /** The same for one that comes by a vendor's call. */
  public void checkByCall(String password, List<String> about) {
    check(password, settings.shortestByCall(), about);
  }

  /** What others know of somebody. */
  public static List<String> about(Account account) {
    List<String> about = new ArrayList<>(List.of(account.username(), account.name()));
    account.email().ifPresent(about::add);
    return about;
  }

  private Optional<Fault> fault(String password, int shortest, List<String> about) {
    if (password.length() < shortest || password.length() > LONGEST) {
      return Optional.of(Fault.LENGTH);
    }
    return settings.refuseGuessable() && guessedSoon(password, about)
        ? Optional.of(Fault.GUESSABLE)
        : Optional.empty();
  }

  private boolean guessedSoon(String password, List<String> about) {
    List<String> known = new ArrayList<>(OF_THE_HOUSE);
    for (String text : about) {
      String lower = text.toLowerCase(Locale.ROOT);
      known.add(lower);
      known.addAll(List.of(lower.split("[\\s@._-]+", 20)));
    }
    known.removeIf(text -> text.length() < 3 || text.length() > LOOKED_AT);
    int end = Math.min(password.length(), LOOKED_AT);
    for (int at = 0; at < end; at += PIECE) {
      String piece = password.substring(at, Math.min(at + PIECE, end));
      if (Guesses.OF_ANYBODY.measure(piece, known).getGuesses() >= FEWEST_GUESSES) {
        return false;
      }
    }
    return true;
  }

  private void check(String password, int shortest, List<String> about) {
    Optional<Fault> fault = fault(password, shortest, about);
    if (fault.isPresent()) {
      throw new RefusedException(
          switch (fault.get()) {
            case LENGTH ->
                new Refusal.Invalid(
                    "password",
                    password.length() + " characters",
                    shortest + " to " + LONGEST + " characters");
            case GUESSABLE ->
                new Refusal.Invalid(
                    "password",
                    "one that is guessed soon",
                    "no common password, word, name, date or row of keys, nor your own names");
          });
    }
  }
}
