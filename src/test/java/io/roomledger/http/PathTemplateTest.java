package io.roomledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.common.uri.UriPath;
import io.helidon.http.PathMatchers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PathTemplateTest {

  private static Optional<List<String>> match(String template, String path) {
    PathMatchers.MatchResult result = new PathTemplate(template).match(UriPath.create(path));
    return result.accepted()
        ? Optional.of(
            Stream.of("a", "b")
                .map(name -> result.path().pathParameters().first(name).orElse("-"))
                .toList())
        : Optional.empty();
  }

  @Test
  void parametersAreWholeSegmentsThatAreNotEmpty() {
    assertThat(match("/x/{a}", "/x/7")).contains(List.of("7", "-"));
    assertThat(match("/x/{a}", "/x/7/")).contains(List.of("7", "-"));
    assertThat(match("/x/{a}/y/{b}/z", "/x/1/y/2/z")).contains(List.of("1", "2"));
    assertThat(match("/{a}/{b}", "/1/2")).contains(List.of("1", "2"));
    for (String path : List.of("/x", "/x/", "/x//", "/x/7/8", "/xx/7", "/x/7/8/", "/")) {
      assertThat(match("/x/{a}", path)).as(path).isEmpty();
    }
    for (String path : List.of("/x/1/y/2", "/x/1/y//z", "/x/1/2/z", "/x/1/y/2/z/z", "/x/z")) {
      assertThat(match("/x/{a}/y/{b}/z", path)).as(path).isEmpty();
    }
  }

  @Test
  void literalsMatchThemselvesOnly() {
    assertThat(match("/x/y", "/x/y")).isPresent();
    assertThat(match("/x/y", "/x/y/")).isPresent();
    assertThat(match("/", "/")).isPresent();
    for (String path : List.of("/x", "/x/yy", "/x/y/z", "/y", "/", "/x/Y")) {
      assertThat(match("/x/y", path)).as(path).isEmpty();
    }
  }

  @Test
  void aParameterThatIsNoWholeSegmentIsAMistake() {
    for (String template : List.of("/x/{a}.zip", "/x/y{a}", "/{}", "/{a", "/x/{a}{b}")) {
      assertThatThrownBy(() -> new PathTemplate(template))
          .as(template)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("whole segment");
    }
  }

  /** The same as Helidon's own, which is slower. */
  @Property
  void whatMatchesIsWhatHelidonsPatternsMatch(
      @ForAll("templates") String template, @ForAll("paths") String path) {
    UriPath asked = UriPath.create(path);
    PathMatchers.MatchResult own = new PathTemplate(template).match(asked);
    PathMatchers.MatchResult helidons = PathMatchers.pattern(template + "[/]").match(asked);

    assertThat(own.accepted()).isEqualTo(helidons.accepted());
    if (own.accepted()) {
      for (String name : List.of("a", "b")) {
        assertThat(own.path().pathParameters().first(name).asOptional())
            .isEqualTo(helidons.path().pathParameters().first(name).asOptional());
      }
    }
  }

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.of(
        "/x", "/x/{a}", "/{a}", "/{a}/x", "/x/{a}/y", "/{a}/{b}", "/x/{a}/{b}", "/x/{a}/y/{b}");
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("x", "y", "z", "xy", "")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(segments -> "/" + String.join("/", segments))
        // two slashes at the beginning are an authority to Helidon's parser of addresses
        .filter(path -> !path.startsWith("//"));
  }
}
