package io.roomledger.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.export.ExportProofs;
import io.roomledger.export.ManifestSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest as a page.
 *
 * @param view the export
 * @param proof what its file says; nothing, if it says nothing that can be read here
 * @param from which entry is the first one shown, from 0
 */
record ManifestView(ExportView view, Optional<ExportProofs.Proof> proof, long from) {
  private static final int ON_A_PAGE = 200;

  static ManifestView of(ExportView view, Optional<ExportProofs.Proof> proof, long from) {
    return new ManifestView(view, proof, from);
  }

  /** An entry of the package. */
  record Entry(String path, long size, String sha256) {}

  /** Something that is missing, and why. */
  record Gap(String what, String reason) {}

  private JsonNode manifest() {
    return proof.orElseThrow().manifest();
  }

  String text(String name) {
    return manifest().path(name).asText();
  }

  String text(String name, String inner) {
    return manifest().path(name).path(inner).asText();
  }

  long number(String name) {
    return manifest().path("counts").path(name).asLong();
  }

  /** What was selected, value by value. */
  List<Map.Entry<String, String>> selection(Visit visit) {
    List<Map.Entry<String, String>> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> one : manifest().path("selection").properties()) {
      List<String> values = new ArrayList<>();
      one.getValue().forEach(value -> values.add(value.asText()));
      if (!values.isEmpty()) {
        all.add(Map.entry(one.getKey(), ExportView.said(visit, one.getKey(), values)));
      }
    }
    return all;
  }

  boolean has(String name) {
    return manifest().has(name);
  }

  List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    manifest()
        .path("gaps")
        .forEach(gap -> gaps.add(new Gap(gap.path("what").asText(), gap.path("reason").asText())));
    return gaps;
  }

  long entryCount() {
    return manifest().path("entries").size();
  }

  /** The entries of this page. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    JsonNode all = manifest().path("entries");
    for (long i = from; i < Math.min(from + ON_A_PAGE, all.size()); i++) {
      JsonNode entry = all.get((int) i);
      entries.add(
          new Entry(
              entry.path("path").asText(),
              entry.path("size").asLong(),
              entry.path("sha256").asText()));
    }
    return entries;
  }

  /** The address of the next entries, if there are more. */
  Optional<String> next() {
    return from + ON_A_PAGE < entryCount()
        ? Optional.of(view.address() + "/manifest?from=" + (from + ON_A_PAGE))
        : Optional.empty();
  }

  /** By what people compare the key that signed it. */
  String fingerprint() {
    return proof
        .flatMap(ExportProofs.Proof::signature)
        .map(it -> ManifestSignature.fingerprint(it.key()))
        .orElse("");
  }
}
