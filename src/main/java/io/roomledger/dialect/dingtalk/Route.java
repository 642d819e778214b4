package io.roomledger.dialect.dingtalk;

import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.identity.Caller;

/**
 * An address of the vendor's new API behind its gateway, which checks token, permission and rate
 * before the handler sees the call. A handler reads its {@link Fields}, makes one call on a door,
 * and prints; what a door refuses is spelled by the {@link Family} of the address.
 *
 * @param method the HTTP method
 * @param path the path, with {@code {name}} for parameters; it is also what a rate counts
 * @param scope the permission that an app needs
 * @param handler what answers
 */
record Route(String method, String path, String scope, Handler handler) {
  /** To read what conferences were and are. */
  static final String READ = "VideoConference.Conference.Read";

  /** To change something about conferences. */
  static final String WRITE = "VideoConference.Conference.Write";

  /** Answers a call of somebody who came through the gateway. */
  @FunctionalInterface
  interface Handler {
    Answer answer(Call call, Caller caller);
  }
}
