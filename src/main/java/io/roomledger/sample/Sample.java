package io.roomledger.sample;

import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.util.Map;

/**
 * Fills an empty workspace with the sample. It can be called on every start: what is there stays as
 * it is.
 *
 * @param people the people, their log-ins and tokens
 * @param chat the chat rooms
 * @param booking the building and its reservations
 * @param conferences the conferences and recordings
 * @param apps where the sample's programs go; they come last and so tell whether the sample is
 *     whole
 */
public record Sample(
    SamplePeople people,
    SampleChat chat,
    SampleBooking booking,
    SampleConferences conferences,
    Apps apps) {

  /**
   * Fills the workspace unless it is filled.
   *
   * @param operator who does it, for the audit log
   */
  public void fill(Caller.Operator operator) throws IOException {
    if (apps.find(SamplePeople.DINGTALK_APP).isPresent()) {
      return;
    }
    Map<String, String> ids = people.add(operator.organisation());
    chat.add(operator, ids);
    booking.add(operator, ids);
    conferences.add(operator, ids);
    people.addApps(operator.organisation(), apps);
  }
}
