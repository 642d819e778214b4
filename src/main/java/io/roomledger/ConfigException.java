package io.roomledger;

import java.util.List;

/** The configuration cannot be used; every problem is named at once. */
final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigException(List<String> problems) {
    super(String.join("\n", problems), null, false, false);
  }
}
