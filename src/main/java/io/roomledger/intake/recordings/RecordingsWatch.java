package io.roomledger.intake.recordings;

import io.roomledger.base.RefusedException;
import io.roomledger.conference.RecorderFiles;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stays with a recorder's folder and takes in each film when it is complete: when its recorder says
 * so in the file that it writes last, or when size and time stayed the same between two looks. What
 * was taken is remembered in the database, so that another watch, later, reads it no more. One that
 * changes afterwards is looked at anew. A film that cannot be read or stored is tried again at each
 * look; a problem is told once.
 */
public final class RecordingsWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingsWatch.class);

  private final RecordingsImport imports;
  private final RecorderFiles files;
  private final Clock clock;
  private final Duration pause;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Set<String> told = new HashSet<>();
  private boolean failing;
  private Map<String, Seen> seen = new HashMap<>();

  /** Watches with that pause between two looks. */
  public RecordingsWatch(
      RecordingsImport imports, RecorderFiles files, Clock clock, Duration pause) {
    this.imports = imports;
    this.files = files;
    this.clock = clock;
    this.pause = pause;
  }

  /** How a file looked, and since when. */
  private record Seen(RecorderFiles.Look look, Instant since) {}

  /**
   * Looks again and again, until it is stopped. A look that fails, as while the database is started
   * anew, is told, and the next one is taken in its time: what was not taken in is found again.
   *
   * @throws RefusedException if {@code folder} is not a folder, or {@code caller} may not
   * @throws IOException if what a crash left cannot be removed
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void stay(Caller caller, Account owner, Path folder, Intake intake)
      throws IOException, InterruptedException {
    imports.prepare(folder);
    do {
      lookOrTell(caller, owner, folder, intake);
    } while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void lookOrTell(Caller caller, Account owner, Path folder, Intake intake)
      throws IOException {
    try {
      look(caller, owner, folder, intake);
      failing = false;
    } catch (RefusedException refused) {
      throw refused;
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.warn("{} cannot be looked at now; the next look is in {} s", folder, seconds(), e);
        intake.skipped(
            folder.toString(),
            0,
            Problem.of(
                "cannot be looked at now: %s (the next look is in %s s)",
                String.valueOf(e.getMessage()), seconds()));
      }
    }
  }

  private long seconds() {
    return pause.toSeconds();
  }

  /** Ends {@link #stay}, after the film that is being taken in. */
  public void stop() {
    stop.countDown();
  }

  /**
   * Looks once.
   *
   * @return how many films were taken in
   * @throws RefusedException if {@code caller} may not
   * @throws IOException if the folder cannot be listed
   */
  public int look(Caller caller, Account owner, Path folder, Intake intake) throws IOException {
    Once once = new Once(intake);
    if (!Files.isDirectory(folder)) {
      once.skipped(folder.toString(), 0, Problem.of("is not there now (expected: a folder)"));
      return 0;
    }
    String name = folder.toRealPath().toString();
    Map<String, RecorderFiles.Look> taken = files.taken(caller, name);
    Map<String, Seen> now = new HashMap<>();
    int added = 0;
    for (Found file : FolderScan.of(folder, once).files()) {
      RecorderFiles.Look look = new RecorderFiles.Look(file.size(), file.changedAt());
      if (look.equals(taken.get(file.source())) || stop.getCount() == 0) {
        continue;
      }
      now.put(file.source(), seen(file.source(), look));
      if (complete(file, now.get(file.source()))) {
        RecordingsImport.Outcome outcome = take(caller, owner, file, once);
        added += outcome.added();
        if (outcome.added() + outcome.known() > 0) {
          files.remember(caller, name, file.source(), look);
        }
      }
    }
    seen = now;
    return added;
  }

  private Seen seen(String source, RecorderFiles.Look look) {
    Seen before = seen.get(source);
    return before != null && before.look().equals(look) ? before : new Seen(look, clock.instant());
  }

  /** A clock may go a little slower than the pause between two looks. */
  private boolean complete(Found file, Seen seen) {
    return file.meeting().filter(MeetingFolder::finished).isPresent()
        || !clock.instant().isBefore(seen.since().plus(pause.dividedBy(2)));
  }

  private RecordingsImport.Outcome take(Caller caller, Account owner, Found file, Intake intake) {
    FolderScan.Result only = new FolderScan.Result(List.of(file), 0);
    try {
      return imports.take(caller, owner, only, intake);
    } catch (IOException e) {
      intake.skipped(file.source(), 0, Problem.of("cannot be stored now: %s", Problems.words(e)));
      return new RecordingsImport.Outcome(0, 0, List.of(), 0, 1, 0);
    }
  }

  /** Tells a problem once. */
  private final class Once implements Intake {
    private final Intake listener;

    Once(Intake listener) {
      this.listener = listener;
    }

    @Override
    public void progress(long done, long total, String what) {
      listener.progress(done, total, what);
    }

    @Override
    public void skipped(String file, long line, Problem problem) {
      if (told.add(file + ": " + problem)) {
        listener.skipped(file, line, problem);
      }
    }

    @Override
    public void taken(String file, String what) {
      listener.taken(file, what);
    }

    @Override
    public void noted(String file, Problem what) {
      if (told.add(file + ": " + what)) {
        listener.noted(file, what);
      }
    }
  }
}
