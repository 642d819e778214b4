package io.roomledger.db;

import com.sun.security.auth.module.UnixSystem;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who PostgreSQL runs as: it refuses root. An ordinary user runs it as itself; root runs it as a
 * user without rights ({@code setpriv}), or, where that user cannot reach the data, in a user
 * namespace of its own ({@code unshare}).
 *
 * @param prefix the words before each command
 * @param uid the owner of the cluster's files
 * @param gid their group
 */
record RunAs(List<String> prefix, int uid, int gid) {
  private static final Logger log = LoggerFactory.getLogger(RunAs.class);
  private static final Duration PROBE = Duration.ofSeconds(20);

  /** A user of the password file. */
  private record User(String name, int uid, int gid) {}

  /**
   * Chooses for the programs in {@code home}, both inside {@code data}.
   *
   * @throws RefusedException naming what to install or to open if there is no way
   */
  static RunAs choose(Path data, Path postgres, Path home) throws IOException {
    UnixSystem self = new UnixSystem();
    if (self.getUid() != 0) {
      RunAs plain = new RunAs(List.of(), (int) self.getUid(), (int) self.getGid());
      Command probe = plain.probe(postgres, home);
      if (!probe.succeeded()) {
        throw cannotRun(probe.output());
      }
      return plain;
    }
    StringBuilder reasons = new StringBuilder();
    for (String name : List.of("roomledger", "nobody")) {
      Optional<User> user = user(name);
      if (user.isPresent()) {
        RunAs other = setpriv(user.get());
        open(List.of(data, postgres), user.get().gid(), "rwx--x---");
        Command probe = other.probe(postgres, home);
        if (probe.succeeded()) {
          return other;
        }
        reasons.append("\n  as ").append(name).append(": ").append(probe.output());
      }
    }
    open(List.of(data, postgres), 0, "rwx------");
    RunAs namespace = new RunAs(List.of("unshare", "-U"), 0, 0);
    Command probe = namespace.probe(postgres, home);
    if (probe.succeeded()) {
      log.info("PostgreSQL runs in a user namespace, as no other user can be used:{}", reasons);
      return namespace;
    }
    throw cannotRun(reasons + "\n  in a user namespace: " + probe.output());
  }

  /** The words of a command as this user. */
  List<String> words(Path program, List<String> arguments) {
    List<String> words = new ArrayList<>(prefix);
    words.add(program.toString());
    words.addAll(arguments);
    return words;
  }

  /** Makes this user the owner of a folder and all in it, if it is not yet. */
  void own(Path tree) throws IOException {
    if (!Integer.valueOf(uid).equals(Files.getAttribute(tree, "unix:uid"))) {
      Trees.give(tree, uid, gid);
    }
  }

  /** Whether this user reaches both the data and the programs, and these run. */
  private Command probe(Path postgres, Path home) {
    String program = home.resolve("bin/postgres").toString();
    List<String> words = new ArrayList<>(prefix);
    words.addAll(List.of("sh", "-c", "cd \"$1\" && exec \"$0\" --version"));
    words.addAll(List.of(program, postgres.toString()));
    return Command.run(words, Path.of("/"), PROBE);
  }

  private static RunAs setpriv(User user) {
    return new RunAs(
        List.of("setpriv", "--reuid=" + user.uid(), "--regid=" + user.gid(), "--clear-groups"),
        user.uid(),
        user.gid());
  }

  private static void open(List<Path> folders, int gid, String permissions) throws IOException {
    for (Path folder : folders) {
      Files.setAttribute(folder, "unix:gid", gid);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }
  }

  private static Optional<User> user(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
      String[] fields = line.split(":", -1);
      if (fields.length > 3 && fields[0].equals(name)) {
        return Optional.of(
            new User(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
      }
    }
    return Optional.empty();
  }

  private static RefusedException cannotRun(String reasons) {
    return new RefusedException(
        new Refusal.Unavailable(
            "database: the embedded PostgreSQL cannot run here (expected: an ordinary user; or, as"
                + " root, setpriv or unshare of the package util-linux (apt-get install util-linux)"
                + " and a data folder whose parents others may enter (chmod o+x); or the URL of a"
                + " PostgreSQL of your own). Tried: "
                + reasons));
  }
}
