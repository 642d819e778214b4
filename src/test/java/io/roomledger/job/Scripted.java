package io.roomledger.job;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A worker that does what the test says, and remembers. */
class Scripted implements Worker {
  /** What a test wants done. */
  interface Script {
    void run(Run run) throws Exception;
  }

  final List<Integer> attempts = new ArrayList<>();
  final List<Job> gaveUp = new ArrayList<>();
  private Script script = run -> {};
  private @Nullable Retry retry;

  Scripted does(Script script) {
    this.script = script;
    return this;
  }

  Scripted with(Retry retry) {
    this.retry = retry;
    return this;
  }

  @Override
  public String kind() {
    return "scripted";
  }

  @Override
  public Retry retry(Retry usual) {
    Retry own = retry;
    return own == null ? usual : own;
  }

  @Override
  public void run(Run run) throws Exception {
    attempts.add(run.attempt());
    script.run(run);
  }

  @Override
  public void gaveUp(Handle transaction, Job job) {
    gaveUp.add(job);
  }
}
