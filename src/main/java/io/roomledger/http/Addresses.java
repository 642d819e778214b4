package io.roomledger.http;

import io.helidon.common.parameters.Parameters;
import io.helidon.common.uri.UriPath;
import io.helidon.http.PathMatchers.MatchResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint is at an address. Hundreds of endpoints are few once it is known how many segments
 * the path has and what its last one is; asked one after the other, as Helidon does it, they took
 * longer than the answers of some.
 *
 * @param <T> what answers
 */
final class Addresses<T> {
  /** No segment of a path is this. */
  private static final String ANY = "/";

  private final Map<Place, List<Candidate<T>>> places = new HashMap<>();
  private int count;

  /** Where candidates are looked for. */
  private record Place(String method, int segments, String last) {}

  /** What may be asked for; the one that was added first comes first. */
  private record Candidate<T>(int number, PathTemplate template, T what) {}

  /** What was found, and what stands in the path for its parameters. */
  record Found<T>(T what, Parameters parameters) {}

  /** Adds an endpoint; whichever was added before is asked before. */
  void add(String method, String template, T what) {
    String last = last(template, template.length());
    Place place =
        new Place(method, segments(template, template.length()), last.startsWith("{") ? ANY : last);
    places
        .computeIfAbsent(place, key -> new ArrayList<>())
        .add(new Candidate<>(count++, new PathTemplate(template), what));
  }

  /** What is at that path, or null. */
  @Nullable Found<T> find(String method, UriPath uriPath) {
    String path = uriPath.path();
    int length = path.length();
    int end = length > 1 && path.charAt(length - 1) == '/' ? length - 1 : length;
    int segments = segments(path, end);
    List<Candidate<T>> named =
        places.getOrDefault(new Place(method, segments, last(path, end)), List.of());
    List<Candidate<T>> open = places.getOrDefault(new Place(method, segments, ANY), List.of());
    int i = 0;
    int j = 0;
    while (i < named.size() || j < open.size()) {
      boolean first =
          j == open.size() || (i < named.size() && named.get(i).number() < open.get(j).number());
      Candidate<T> candidate = first ? named.get(i++) : open.get(j++);
      MatchResult result = candidate.template().match(uriPath);
      if (result.accepted()) {
        return new Found<>(candidate.what(), result.path().pathParameters());
      }
    }
    return null;
  }

  private static int segments(String path, int end) {
    int segments = 0;
    for (int i = 0; i < end; i++) {
      segments += path.charAt(i) == '/' ? 1 : 0;
    }
    return segments;
  }

  private static String last(String path, int end) {
    return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
  }
}
