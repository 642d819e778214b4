package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A recording that will be uploaded.
 *
 * @param title what people will call it
 * @param size how many bytes it has
 * @param mediaType what they are
 * @param place which conference it shows and who was there
 * @param startedAt when it begins, if the uploader knows better than the file
 * @param metadata what the uploader said of it, word for word, to be told again
 */
public record UploadDraft(
    String title,
    long size,
    String mediaType,
    Place place,
    Optional<Instant> startedAt,
    String metadata) {
  private static final int LONGEST_TITLE = 256;
  private static final int LONGEST_METADATA = 8192;

  /** What films may be. */
  public static final Set<String> MEDIA_TYPES =
      Set.of("video/mp4", "video/quicktime", "video/webm");

  public UploadDraft {
    if (title.isBlank() || title.length() > LONGEST_TITLE) {
      throw invalid(
          "title", title.length() + " characters", "1 to " + LONGEST_TITLE + " characters");
    }
    if (size < 1) {
      throw invalid("size", Long.toString(size), "at least one byte");
    }
    if (!MEDIA_TYPES.contains(mediaType)) {
      throw invalid(
          "media type",
          mediaType.substring(0, Math.min(mediaType.length(), 60)),
          "video/mp4, video/quicktime or video/webm");
    }
    if (metadata.length() > LONGEST_METADATA) {
      throw invalid("metadata", metadata.length() + " characters", "at most " + LONGEST_METADATA);
    }
  }

  /**
   * Where a recording belongs.
   *
   * @param conference the id of a conference that is there; without one, a new one is made
   * @param title what a new conference is called
   * @param owner the user name of who recorded it; without one, whoever uploads it
   * @param people the user names of those who were there
   */
  public record Place(
      Optional<String> conference, String title, Optional<String> owner, List<String> people) {
    private static final int MOST = 1000;

    public Place {
      people = List.copyOf(people);
      if (people.size() > MOST) {
        throw invalid("people", people.size() + " people", "at most " + MOST);
      }
    }
  }

  private static RefusedException invalid(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, value, expected));
  }
}
