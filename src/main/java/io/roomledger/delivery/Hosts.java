package io.roomledger.delivery;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which hosts may be called: those of a list, or all where there is none.
 *
 * @param listed names, and {@code .example.org} for all below one
 */
record Hosts(List<String> listed) {
  private static final Pattern NAME =
      Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+]");

  Hosts {
    listed = List.copyOf(listed);
  }

  /**
   * Those that a setting lists, separated by commas.
   *
   * @throws RefusedException invalid, with what is no host
   */
  static Hosts of(String setting) {
    return new Hosts(
        Arrays.stream(setting.split(",", -1))
            .map(part -> part.strip().toLowerCase(Locale.ROOT))
            .filter(part -> !part.isEmpty())
            .map(Hosts::checked)
            .toList());
  }

  private static String checked(String part) {
    if (!NAME.matcher(part).matches()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "deliveries.hosts", part, "hosts such as hooks.example.org or *.example.org"));
    }
    return part.startsWith("*") ? part.substring(1) : part;
  }

  /** Whether that one may be called. */
  boolean allow(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return listed.isEmpty()
        || listed.stream()
            .anyMatch(one -> one.startsWith(".") ? name.endsWith(one) : name.equals(one));
  }
}
