package io.roomledger.http;

import io.helidon.common.parameters.Parameters;
import io.helidon.common.uri.UriPath;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers.MatchResult;
import io.helidon.http.PathMatchers.PrefixMatchResult;
import io.helidon.http.RoutedPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Matches a path with {@code {name}} for whole segments, and a slash more at the end. Helidon's own
 * pattern is a regular expression, and slower. {@link Addresses} knows which template to ask.
 */
final class PathTemplate implements PathMatcher {
  private static final Parameters NONE = Parameters.empty("http/path");

  private final String template;
  private final List<String> names = new ArrayList<>();

  /** What stands before, between and after the parameters: one more than there are names. */
  private final List<String> literals = new ArrayList<>();

  PathTemplate(String template) {
    this.template = template;
    int from = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
      int close = template.indexOf('}', open);
      boolean whole =
          close > open + 1
              && template.charAt(open - 1) == '/'
              && (close + 1 == template.length() || template.charAt(close + 1) == '/');
      if (!whole) {
        throw new IllegalArgumentException(template + " (expected: {name} as a whole segment)");
      }
      literals.add(template.substring(from, open));
      names.add(template.substring(open + 1, close));
      from = close + 1;
    }
    literals.add(template.substring(from));
  }

  @Override
  public MatchResult match(UriPath uriPath) {
    String path = uriPath.path();
    int length = path.length();
    int end = length > 1 && path.charAt(length - 1) == '/' ? length - 1 : length;
    String first = literals.getFirst();
    String last = literals.getLast();
    if (!path.startsWith(first)
        || !path.startsWith(last, end - last.length())
        || (names.isEmpty() && end != first.length())) {
      return MatchResult.notAccepted();
    }
    return names.isEmpty()
        ? new MatchResult(true, new Matched(uriPath, NONE))
        : matchParameters(uriPath, path, end);
  }

  private MatchResult matchParameters(UriPath uriPath, String path, int end) {
    Map<String, String> values = LinkedHashMap.newLinkedHashMap(names.size());
    int at = literals.getFirst().length();
    for (int i = 0; i < names.size(); i++) {
      int slash = path.indexOf('/', at);
      int close = slash < 0 || slash > end ? end : slash;
      String next = literals.get(i + 1);
      if (close <= at || !path.startsWith(next, close)) {
        return MatchResult.notAccepted();
      }
      values.put(names.get(i), path.substring(at, close));
      at = close + next.length();
    }
    return at == end
        ? new MatchResult(
            true, new Matched(uriPath, Parameters.createSingleValueMap("http/path", values)))
        : MatchResult.notAccepted();
  }

  /** Endpoints are no beginnings of others. */
  @Override
  public PrefixMatchResult prefixMatch(UriPath uriPath) {
    return PrefixMatchResult.notAccepted();
  }

  @Override
  public Optional<String> matchingElement() {
    return Optional.of(template);
  }

  private record Matched(UriPath asked, Parameters pathParameters) implements RoutedPath {
    @Override
    public RoutedPath absolute() {
      return this;
    }

    @Override
    public String rawPath() {
      return asked.rawPath();
    }

    @Override
    public String rawPathNoParams() {
      return asked.rawPathNoParams();
    }

    @Override
    public String path() {
      return asked.path();
    }

    @Override
    public Parameters matrixParameters() {
      return asked.matrixParameters();
    }

    @Override
    public void validate() {
      asked.validate();
    }
  }
}
