package io.roomledger.film;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * What is done with films.
 *
 * @param ffmpeg the program that mends, cuts and pictures films: a name to look for, a path, or
 *     {@code none}
 * @param timeLimit how long one run of it may take
 * @param streams whether films are cut into pieces for players that want HLS
 */
public record FilmSettings(
    @Setting(
            value = "ffmpeg",
            doc =
                "The program that mends, cuts and pictures recordings: a name on the PATH, a path,"
                    + " or none. Where it is not found, recordings are kept as they came.")
        String ffmpeg,
    @Setting(value = "10m", doc = "How long one run of that program may take.") Duration timeLimit,
    @Setting(
            value = "true",
            doc =
                "Whether recordings are also cut into pieces for players that want HLS; they take"
                    + " their room on the disk a second time.")
        boolean streams) {
  public FilmSettings {
    if (timeLimit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new RefusedException(
          new Refusal.Invalid("films.time-limit", timeLimit.toString(), "at least one second"));
    }
  }

  /** What is taken where nothing is set. */
  public static FilmSettings standard() {
    return new FilmSettings("ffmpeg", Duration.ofMinutes(10), true);
  }
}
