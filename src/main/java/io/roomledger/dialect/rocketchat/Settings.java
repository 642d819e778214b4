// https://developer.rocket.chat/apidocs/get-setting, .../update-setting
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Administration;
import io.roomledger.people.Preference;
import io.roomledger.people.Preferences;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Settings that are changed while the server runs. */
final class Settings {
  private static final String PUBLIC = "settings.public";

  private final Preferences preferences;
  private final Gate gate;

  Settings(Preferences preferences, Gate gate) {
    this.preferences = preferences;
    this.gate = gate;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        Endpoint.get(
            Desk.ROOT + PUBLIC,
            call -> gate.limited(call, Optional.empty(), Desk.ROOT + PUBLIC, () -> open(call))),
        desk.get("settings", this::list),
        desk.get("settings/{id}", this::get),
        desk.post("settings/{id}", this::set));
  }

  /** Everybody sees these, also who is not logged in. */
  private Answer open(Call call) {
    List<String> wished = Asked.query(call).commaTexts("_id");
    ObjectNode answer = Wire.object();
    ArrayNode settings = answer.putArray("settings");
    for (Preference preference : Preference.values()) {
      boolean asked = wished.isEmpty() || wished.contains(preference.vendorName());
      if (preference.open() && asked) {
        Object value = preferences.value(Accounts.MAIN, preference);
        settings.add(print(preference, value).put("enterprise", false));
      }
    }
    answer.put("count", settings.size()).put("offset", 0).put("total", settings.size());
    return Wire.success(answer);
  }

  private ObjectNode list(Desk.Visit visit) {
    visit.caller().needPermission(Administration.VIEW_SETTINGS);
    ObjectNode answer = Wire.object();
    ArrayNode settings = answer.putArray("settings");
    for (Preference preference : Preference.values()) {
      settings.add(print(preference, preferences.get(visit.caller(), preference)));
    }
    return answer.put("count", settings.size()).put("offset", 0).put("total", settings.size());
  }

  private ObjectNode get(Desk.Visit visit) throws IOException {
    Preference preference = named(visit);
    return print(preference, spelled(() -> preferences.get(visit.caller(), preference)));
  }

  private ObjectNode set(Desk.Visit visit) throws IOException {
    Preference preference = named(visit);
    if (!visit.asked().has("value")) {
      throw new FailureException(
          Failure.of("Invalid setting value", "error-invalid-setting-value"));
    }
    String value = visit.asked().text("value");
    spelled(() -> {
      preferences.set(visit.caller(), preference, value);
      return value;
    });
    return Wire.object();
  }

  private static Preference named(Desk.Visit visit) {
    return Preference.of(visit.call().pathParameter("id"))
        .orElseThrow(() -> new FailureException(Failure.plain(400, "Setting not found")));
  }

  private static <T> T spelled(FailureException.Act<T> act) throws IOException {
    return FailureException.spelling(
        refusal ->
            switch (refusal) {
              case Refusal.Forbidden _ -> Optional.of(Failure.FORBIDDEN);
              case Refusal.Invalid invalid ->
                  Optional.of(Failure.of(invalid.message(), "error-invalid-setting-value"));
              default -> Optional.empty();
            },
        act);
  }

  private static ObjectNode print(Preference preference, Object value) {
    ObjectNode json = Wire.object().put("_id", preference.vendorName());
    return switch (value) {
      case Boolean truth -> json.put("value", truth);
      case Integer number -> json.put("value", number);
      default -> json.put("value", value.toString());
    };
  }
}
