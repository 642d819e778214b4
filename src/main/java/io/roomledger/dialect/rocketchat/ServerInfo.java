// https://developer.rocket.chat/apidocs/server-info
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;

/** Tells clients which version of the vendor's server they may take this for. */
final class ServerInfo {
  static final String PATH = "/api/info";

  private final Gate gate;
  private final RocketChatSettings settings;

  ServerInfo(Gate gate, RocketChatSettings settings) {
    this.gate = gate;
    this.settings = settings;
  }

  Endpoint endpoint() {
    return Endpoint.get(PATH, this::answer);
  }

  /** Who is logged in learns more, without a patch level all the same. */
  private Answer answer(Call call) {
    String version = settings.current() ? "8.8" : "3.8";
    ObjectNode answer = Wire.object().put("version", version);
    if (gate.guest(call).isPresent()) {
      ObjectNode info = answer.putObject("info").put("version", version + ".0");
      info.putObject("build").put("platform", "linux").put("arch", System.getProperty("os.arch"));
      info.putObject("commit").put("subject", "Roomledger");
    }
    return Wire.success(answer);
  }
}
