package io.roomledger.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A share that a server has made and put into the store: entries of a zip, one after the other,
 * without its directory.
 *
 * @param key where it lies
 * @param size how many bytes it has
 * @param sha256 of them, in hexadecimal digits
 * @param entries what is in it
 * @param parts the parts of the package that it has
 * @param counted what was counted of it
 * @param told of a stretch, what its writer tells that of the other rows
 */
record MadeShare(
    String key,
    long size,
    String sha256,
    List<KeptEntry> entries,
    List<Parts.Part> parts,
    Tally.Counted counted,
    String told) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static MadeShare read(String json) {
    try {
      return JSON.readValue(json, MadeShare.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  String written() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
