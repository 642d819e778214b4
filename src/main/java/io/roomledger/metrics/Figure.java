package io.roomledger.metrics;

import java.util.Map;
import java.util.TreeMap;

/**
 * One number of now.
 *
 * @param name with dots, such as {@code roomledger.jobs}
 * @param doc what it is, the same for all of that name
 * @param labels which of several it is, the same names for all
 * @param value the number
 */
public record Figure(String name, String doc, Map<String, String> labels, double value) {
  public Figure {
    labels = Map.copyOf(new TreeMap<>(labels));
  }
}
