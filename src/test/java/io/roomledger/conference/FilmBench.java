package io.roomledger.conference;

import io.roomledger.film.FilmSettings;
import io.roomledger.job.JobSettings;
import io.roomledger.job.Jobs;
import io.roomledger.job.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Does the work on films in the test's own thread, one recording after the other. */
public final class FilmBench {
  private final ConferenceHouse house;
  private final Jobs jobs;
  final FilmWork work;

  /** How far each attempt said it was. */
  final List<Long> told = new ArrayList<>();

  public FilmBench(ConferenceHouse house) {
    this(house, FilmSettings.standard());
  }

  FilmBench(ConferenceHouse house, FilmSettings settings) {
    this.house = house;
    this.jobs = new Jobs(house.database, house.clock, JobSettings.defaults());
    this.work =
        new FilmWork(
            house.recordings(false),
            house.house,
            new RecordingSettings("cn-shenzhen", false, Duration.ofHours(2)),
            settings,
            jobs);
  }

  /** The door. */
  public FilmWork work() {
    return work;
  }

  /** Prepares what was not prepared yet; answers how many. */
  public int prepare() {
    int ordered = work.order(100);
    jobs().forEach(this::run);
    return ordered;
  }

  List<Long> jobs() {
    return house
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT film_job FROM recording WHERE film_job IS NOT NULL")
                .mapTo(Long.class)
                .list());
  }

  private void run(long job) {
    try {
      work.run(new Once(job));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The job ends as cancelled or failed, as the queue would end it. */
  void giveUp(long job) {
    house
        .database
        .jdbi()
        .useTransaction(handle -> work.gaveUp(handle, jobs.find(handle, job).orElseThrow()));
  }

  /** An attempt that nobody cancels. */
  private final class Once implements Worker.Run {
    private final long id;

    Once(long id) {
      this.id = id;
    }

    @Override
    public long id() {
      return id;
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public void progress(long done, long total) {
      told.add(done);
    }

    @Override
    public <T> T breakable(Runnable breaker, Callable<T> doing) throws Exception {
      return doing.call();
    }

    @Override
    public void safe(long amount) {
      throw new UnsupportedOperationException("films are made anew");
    }

    @Override
    public void say(String words) {
      throw new UnsupportedOperationException(words);
    }

    @Override
    public void finish(boolean gaps, Consumer<Handle> act) {
      house.database.jdbi().useTransaction(act::accept);
    }
  }
}
