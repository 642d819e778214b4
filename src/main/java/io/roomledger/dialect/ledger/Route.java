package io.roomledger.dialect.ledger;

import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One address of the API, declared once: both what answers there and what the OpenAPI document says
 * of it come from here.
 *
 * @param head what it is
 * @param params what may stand beside the body
 * @param takes the body
 * @param gives what may come of it when it goes well
 * @param refuses the statuses of refusals that are its own, beside those that any route has
 * @param work what answers
 */
record Route(
    Head head,
    List<Param> params,
    Takes takes,
    List<Outcome> gives,
    Set<Integer> refuses,
    Work<Answer> work) {
  /** What all addresses begin with. */
  static final String ROOT = "/ledger/v1";

  static final String JSON = "application/json";
  private static final Pattern NAME = Pattern.compile("\\{([^}]+)}");

  /**
   * What it is.
   *
   * @param method in capitals
   * @param path behind {@link #ROOT}
   * @param tag the chapter that it stands in
   * @param summary what it does, in one sentence
   * @param scope what the token must carry; nothing where no token is needed
   */
  record Head(String method, String path, String tag, String summary, Optional<String> scope) {
    /** The whole path. */
    String address() {
      return ROOT + path;
    }
  }

  /**
   * What a request carries.
   *
   * @param types the media types of its body; none for no body
   * @param shape what the body looks like, if it is JSON
   * @param streamed whether it may be longer than the server's limit, as the handler takes it by
   *     and by
   */
  record Takes(List<String> types, Optional<Shape> shape, boolean streamed) {
    static final Takes NOTHING = new Takes(List.of(), Optional.empty(), false);
  }

  /**
   * What may come of it.
   *
   * @param status the HTTP status
   * @param meaning in a few words
   * @param types the media types of its body; none for no body
   * @param shape what the body looks like, if it is JSON
   */
  record Outcome(int status, String meaning, List<String> types, Optional<Shape> shape) {
    /** Nothing but the status. */
    static Outcome bare(int status, String meaning) {
      return new Outcome(status, meaning, List.of(), Optional.empty());
    }

    /** A JSON object. */
    static Outcome json(int status, String meaning, Class<?> type) {
      return new Outcome(status, meaning, List.of(JSON), Optional.of(RecordShape.of(type)));
    }
  }

  /** Answers. */
  @FunctionalInterface
  interface Work<T> {
    /** What comes of it; whoever calls it spells refusals. */
    T answer(Ask ask) throws Exception;
  }

  static Draft get(String path, String tag, String summary) {
    return of("GET", path, tag, summary);
  }

  static Draft post(String path, String tag, String summary) {
    return of("POST", path, tag, summary);
  }

  static Draft delete(String path, String tag, String summary) {
    return of("DELETE", path, tag, summary);
  }

  static Draft of(String method, String path, String tag, String summary) {
    return new Draft(new Head(method, path, tag, summary, Optional.empty()));
  }

  /** Whether it makes something, so that it must be possible to send it again. */
  boolean repeatable() {
    return params.contains(Repeats.HEADER);
  }

  /** All statuses of refusals that can come of it. */
  Set<Integer> refusals() {
    Set<Integer> all = new TreeSet<>(refuses);
    all.addAll(List.of(400, 429, 500, 503));
    if (head.scope().isPresent()) {
      all.addAll(List.of(401, 403));
    }
    if (head.path().contains("{")) {
      all.add(404);
    }
    if (gives.stream().anyMatch(outcome -> !outcome.types().isEmpty())) {
      all.add(406);
    }
    all.add(413);
    if (!takes.types().isEmpty()) {
      all.add(415);
    }
    return all;
  }

  /** Whether that path is one of its. */
  boolean owns(String path) {
    StringBuilder regex = new StringBuilder();
    Matcher matcher = NAME.matcher(head.address());
    int from = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(head.address().substring(from, matcher.start()))).append("[^/]+");
      from = matcher.end();
    }
    regex.append(Pattern.quote(head.address().substring(from))).append("/?");
    return path.matches(regex.toString());
  }

  /** A declaration on its way. */
  static final class Draft {
    private Head head;
    private final List<Param> params = new ArrayList<>();
    private Takes takes = Takes.NOTHING;
    private final Set<Integer> refuses = new TreeSet<>();

    private Draft(Head head) {
      this.head = head;
      Matcher names = NAME.matcher(head.path());
      while (names.find()) {
        params.add(Param.path(names.group(1)));
      }
    }

    /** The scope that the token must carry. */
    Draft needs(String scope) {
      head = new Head(head.method(), head.path(), head.tag(), head.summary(), Optional.of(scope));
      return this;
    }

    /** What may stand beside the body. */
    Draft with(Param... more) {
      params.addAll(List.of(more));
      return this;
    }

    /** A moment from which on, and one up to which. */
    Draft withPeriod(String what) {
      return with(
          Param.query("from", Shape.moment(), what + " at or after this moment."),
          Param.query("to", Shape.moment(), what + " before this moment."));
    }

    /** A JSON object as its body. */
    Draft takes(Class<?> type) {
      takes = new Takes(List.of(JSON), Optional.of(RecordShape.of(type)), false);
      return this;
    }

    /** A body of these media types, which the handler reads itself. */
    Draft takes(boolean streamed, String... types) {
      takes = new Takes(List.of(types), Optional.empty(), streamed);
      return this;
    }

    /** Statuses of refusals that are its own, beside those that any route has. */
    Draft refuses(Integer... statuses) {
      refuses.addAll(List.of(statuses));
      return this;
    }

    /**
     * It answers with that status and an object of that shape. What answers 201 makes something,
     * and may be sent again under an Idempotency-Key.
     */
    <T> Route gives(int status, String meaning, Class<T> type, Work<T> work) {
      if (status == 201 && head.scope().isPresent()) {
        with(Repeats.HEADER).refuses(409, 422);
      }
      Outcome outcome = Outcome.json(status, meaning, type);
      Shape shape = outcome.shape().orElseThrow();
      return gives(List.of(outcome), ask -> Print.answer(status, shape.write(work.answer(ask))));
    }

    /** It answers 200 with an object of that shape. */
    <T> Route gives(Class<T> type, Work<T> work) {
      return gives(200, "It is told.", type, work);
    }

    /** Work after which there is nothing to tell. */
    @FunctionalInterface
    interface Act {
      /** Does it. */
      void done(Ask ask) throws Exception;
    }

    /** It answers 204. */
    Route givesNothing(String meaning, Act act) {
      return gives(
          List.of(Outcome.bare(204, meaning)),
          ask -> {
            act.done(ask);
            return Print.nothing();
          });
    }

    /** The same as {@link #givesFile}, or with where the file can be fetched. */
    Route givesFileOrPlace(String meaning, List<String> types, Work<Answer> work) {
      Route file = givesFile(meaning, types, work);
      List<Outcome> outcomes = new ArrayList<>(file.gives());
      outcomes.add(
          Outcome.bare(
              302,
              "It lies in a bucket from which large files are fetched: at the address in Location,"
                  + " for a few minutes and without a token."));
      return gives(outcomes, work);
    }

    /** It answers with a file, or with a range of it. */
    Route givesFile(String meaning, List<String> types, Work<Answer> work) {
      Outcome whole = new Outcome(200, meaning, types, Optional.empty());
      Outcome range = new Outcome(206, "The range that was asked for.", types, Optional.empty());
      refuses.add(416);
      return gives(List.of(whole, range, Outcome.bare(304, "It has not changed.")), work);
    }

    /** It answers with one of these. */
    Route gives(List<Outcome> outcomes, Work<Answer> work) {
      return new Route(
          head, List.copyOf(params), takes, List.copyOf(outcomes), Set.copyOf(refuses), work);
    }
  }

  /** Whether what it answers may be what the client takes. */
  boolean answersIn(Call call) {
    return Negotiation.accepts(
        call.header("Accept").orElse("*/*"),
        gives.stream().flatMap(outcome -> outcome.types().stream()).toList());
  }
}
