package io.roomledger.http;

/**
 * One address that answers.
 *
 * @param method the HTTP method in capitals
 * @param path the path, with {@code {name}} for a parameter that is one segment
 * @param handler what answers
 * @param streamed whether its bodies may be longer than the server's limit, because the handler
 *     takes them by {@link Call#stream} with a limit of its own
 */
public record Endpoint(String method, String path, Handler handler, boolean streamed) {
  /** An endpoint whose bodies keep to the server's limit. */
  public Endpoint(String method, String path, Handler handler) {
    this(method, path, handler, false);
  }

  /** Answers a call. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers.
     *
     * @throws io.roomledger.base.RefusedException spelled by the dialect
     */
    Answer answer(Call call) throws Exception;
  }

  /** An endpoint that is read. */
  public static Endpoint get(String path, Handler handler) {
    return new Endpoint("GET", path, handler);
  }

  /** An endpoint that is written to. */
  public static Endpoint post(String path, Handler handler) {
    return new Endpoint("POST", path, handler);
  }

  /** An endpoint that is removed by. */
  public static Endpoint delete(String path, Handler handler) {
    return new Endpoint("DELETE", path, handler);
  }
}
