// https://developer.rocket.chat/apidocs/server-info
package io.roomledger.dialect.rocketchat;

import io.roomledger.http.Endpoint;

/** Tells clients which version of the vendor's server they may take this for. */
final class ServerInfo {
  static final String PATH = "/api/info";

  private final RocketChatSettings settings;

  ServerInfo(RocketChatSettings settings) {
    this.settings = settings;
  }

  Endpoint endpoint() {
    return Endpoint.get(
        PATH,
        call -> Wire.success(Wire.object().put("version", settings.current() ? "8.8" : "3.8")));
  }
}
