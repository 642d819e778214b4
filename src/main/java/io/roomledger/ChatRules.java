package io.roomledger;

import io.roomledger.chat.FileRules;
import io.roomledger.chat.MessageRules;
import io.roomledger.conference.UploadSettings;
import io.roomledger.people.Preference;
import io.roomledger.people.Preferences;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the organisation's preferences mean for chats, as they stand at each question. */
record ChatRules(Preferences preferences, String organisation, UploadSettings uploads) {
  /** What files people may send now. */
  FileRules files() {
    String refused = preferences.text(organisation, Preference.REFUSED_TYPES);
    return new FileRules(
        preferences.truth(organisation, Preference.FILES),
        preferences.number(organisation, Preference.LARGEST_FILE),
        uploads.daily(),
        Set.copyOf(List.of(refused.split("\\s*,\\s*", -1))));
  }

  /** What people may do with messages now. */
  MessageRules messages() {
    return new MessageRules(
        preferences.number(organisation, Preference.LONGEST_MESSAGE),
        preferences.truth(organisation, Preference.EDITING),
        Duration.ofMinutes(preferences.number(organisation, Preference.EDITING_MINUTES)),
        preferences.truth(organisation, Preference.DELETING),
        Duration.ofMinutes(preferences.number(organisation, Preference.DELETING_MINUTES)));
  }
}
