package io.roomledger.dialect.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client says of a file: pairs of a name and a value in base64, joined by commas.
 *
 * @param header as it came
 * @param values the values by name
 * @see <a href="https://tus.io/protocols/resumable-upload#upload-metadata">tus 1.0.0</a>
 */
record Metadata(String header, Map<String, String> values) {
  static Metadata parse(String header) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : header.isBlank() ? new String[0] : header.split(",", -1)) {
      String[] words = pair.strip().split(" ", -1);
      boolean known = words[0].isEmpty() || values.containsKey(words[0]);
      if (known || words.length > 2) {
        throw Gate.invalid("Upload-Metadata", pair.strip(), "a name once, and a value in base64");
      }
      values.put(words[0], words.length == 1 ? "" : decode(words[0], words[1]));
    }
    return new Metadata(header, values);
  }

  private static String decode(String name, String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (IllegalArgumentException | CharacterCodingException wrong) {
      throw Gate.invalid("Upload-Metadata " + name, base64, "a text of UTF-8 in base64");
    }
    throw Gate.invalid("Upload-Metadata " + name, base64, "a text without zeros in base64");
  }

  Optional<String> one(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** Names joined by commas. */
  List<String> many(String name) {
    return one(name).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }
}
