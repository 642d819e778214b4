package io.roomledger.export.format;

import io.roomledger.export.Cell;
import io.roomledger.export.Column.Role;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A conversation: who says what is looked up in order, pages are written by {@link HtmlTalk}. */
final class HtmlMessages implements HtmlBody {
  private final HtmlRoles roles;
  private final HtmlPeople people;
  private final HtmlPlaces places = new HtmlPlaces();

  HtmlMessages(Sheet<?> sheet, HtmlPeople people) {
    this.roles = new HtmlRoles(sheet);
    this.people = people;
  }

  @Override
  public String rows() {
    return "messages";
  }

  @Override
  public Writer writer() {
    return new HtmlTalk(roles);
  }

  @Override
  public HtmlPage.Row take(Item.Row row, int page) {
    if (!(roles.cell(row, Role.DELETED) instanceof Cell.Empty)) {
      return new HtmlPage.Row(row, null, Map.of(), 0);
    }
    String text = roles.text(row, Role.TEXT);
    HtmlPeople.Person person =
        people.said(roles.text(row, Role.AUTHOR), roles.text(row, Role.AUTHOR_NAME));
    Map<String, HtmlPlaces.Place> known = known(row);
    places.put(row.id(), page);
    // without that column nobody knows which
    if (!roles.has(Role.REPLIES) || !(roles.cell(row, Role.REPLIES) instanceof Cell.Empty)) {
      places.put(row.id(), page, person, text);
    }
    return new HtmlPage.Row(row, person, known, text.length());
  }

  @Override
  public void forget() {
    places.clear();
  }

  @Override
  public void earlier(String id, int page, boolean answered, Item.@Nullable Row row) {
    if (!answered) {
      places.put(id, page);
    } else if (row == null) {
      places.put(id, page, null, "");
    } else {
      HtmlPeople.Person person =
          HtmlPeople.of(roles.text(row, Role.AUTHOR), roles.text(row, Role.AUTHOR_NAME));
      places.put(id, page, person, roles.text(row, Role.TEXT));
    }
  }

  private Map<String, HtmlPlaces.Place> known(Item.Row row) {
    Cell quotes = roles.cell(row, Role.QUOTES);
    String parent = roles.text(row, Role.PARENT);
    if (parent.isEmpty() && quotes instanceof Cell.Empty) {
      return Map.of();
    }
    Map<String, HtmlPlaces.Place> known = new HashMap<>();
    List<String> ids = HtmlAttached.quoted(quotes);
    ids.add(parent);
    for (String id : ids) {
      HtmlPlaces.Place place = places.find(id);
      if (place != null) {
        known.put(id, place);
      }
    }
    return known;
  }
}
