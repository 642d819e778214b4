package io.roomledger.conference;

import io.roomledger.identity.ExternalIdKind;
import java.util.List;

/**
 * A conference to be held now.
 *
 * @param kind the form of the people's ids
 * @param creator who holds it, in that form; they are its host
 * @param title what people call it
 * @param creatorCalled whether the creator is called too, as the others are
 * @param invited who is called, in that form
 */
public record ConferencePlan(
    ExternalIdKind kind,
    String creator,
    String title,
    boolean creatorCalled,
    List<String> invited) {
  public ConferencePlan {
    invited = List.copyOf(invited);
  }
}
