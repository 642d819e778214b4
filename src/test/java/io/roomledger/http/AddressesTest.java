package io.roomledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.uri.UriPath;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private static final List<String> TEMPLATES =
      List.of("/", "/x", "/x/y", "/{a}", "/x/{a}", "/{a}/x", "/{a}/{b}", "/x/{a}/y", "/{a}/{b}/y");

  private static @Nullable String found(Addresses<String> addresses, String method, String path) {
    Addresses.Found<String> found = addresses.find(method, UriPath.create(path));
    return found == null ? null : found.what();
  }

  @Test
  void whatWasAddedFirstAnswersFirst() {
    Addresses<String> addresses = new Addresses<>();
    addresses.add("GET", "/x/{a}", "open");
    addresses.add("GET", "/{b}/y", "named");
    addresses.add("POST", "/x/y", "posted");
    assertThat(found(addresses, "GET", "/x/y")).isEqualTo("open");
    assertThat(found(addresses, "GET", "/z/y/")).isEqualTo("named");
    assertThat(found(addresses, "POST", "/x/y")).isEqualTo("posted");
    assertThat(found(addresses, "DELETE", "/x/y")).isNull();
    assertThat(found(addresses, "GET", "/x/y/z")).isNull();
  }

  @Test
  void parametersAreWhatStandsInThePath() {
    Addresses<String> addresses = new Addresses<>();
    addresses.add("GET", "/x/{a}/y/{b}", "it");
    Addresses.Found<String> found = addresses.find("GET", UriPath.create("/x/1%202/y/3"));
    assertThat(found).isNotNull();
    assertThat(found.parameters().get("a")).isEqualTo("1 2");
    assertThat(found.parameters().get("b")).isEqualTo("3");
  }

  /** The index finds what asking one template after the other finds. */
  @Property
  void whatIsFoundIsTheFirstThatMatches(@ForAll("paths") String path) {
    Addresses<String> addresses = new Addresses<>();
    TEMPLATES.forEach(template -> addresses.add("GET", template, template));
    UriPath asked = UriPath.create(path);
    String first =
        TEMPLATES.stream()
            .filter(template -> new PathTemplate(template).match(asked).accepted())
            .findFirst()
            .orElse(null);
    assertThat(found(addresses, "GET", path)).isEqualTo(first);
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("x", "y", "z", "")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(segments -> "/" + String.join("/", segments))
        .filter(path -> !path.startsWith("//"));
  }
}
