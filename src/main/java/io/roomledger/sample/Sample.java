package io.roomledger.sample;

import io.roomledger.identity.Account;
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
    Map<String, String> ids = people.add(operator);
    chat.add(operator, ids);
    booking.add(operator, ids);
    conferences.add(operator, ids);
    people.addApps(operator.organisation(), apps);
  }

  /**
   * Fills a workspace that is somebody's own with the story, in which they play the administrator:
   * nobody gets a password, a token or a right, and no program may call.
   *
   * @param operator who does it, for the audit log
   */
  public void fillAround(Caller.Operator operator, Account player) throws IOException {
    Map<String, String> ids = people.addAround(player);
    chat.add(operator, ids);
    booking.add(operator, ids);
    conferences.add(operator, ids);
  }
}
