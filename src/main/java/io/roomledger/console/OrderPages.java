package io.roomledger.console;

import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatRoom;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Extent;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The panel at which exports are ordered: whatever kind, once or again and again, after it is said
 * how much that is. Its address can be filled in, such as {@code
 * /exports/new?kind=chat&room=...&words=...}.
 */
final class OrderPages {
  private final Gate gate;
  private final Pages pages;
  private final Console.Doors doors;
  private final OrderPicks picks;

  OrderPages(Gate gate, Pages pages, Console.Doors doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
    this.picks = new OrderPicks(doors);
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/exports/new", this::panel),
        gate.post("/exports/new", this::order),
        gate.post("/exports/new/look", this::look),
        gate.post("/exports/new/find/{field}", this::find),
        gate.page("/chat-rooms/{room}/export", this::ofRoom));
  }

  /** The panel of one room; who may not export it is told at once. */
  private Answer ofRoom(Visit visit) {
    ChatRoom room =
        doors.chat().rooms().exportable(visit.caller(), visit.call().pathParameter("room"));
    return Pages.redirect(visit, "/exports/new?kind=chat&room=" + room.id());
  }

  private Answer panel(Visit visit) {
    return pages.page(visit, "order", panel(visit, asked(visit)));
  }

  /** What the address fills in: fields, an export that is to be ordered again, or a schedule. */
  private OrderForm asked(Visit visit) {
    OrderForm asked = OrderForm.sent(visit.call().queries());
    Optional<Long> again = asked.number("again");
    if (again.isPresent()) {
      return OrderForm.of(doors.exports().get(visit.caller(), again.get()).order(), visit)
          .orElseThrow(() -> Visit.nothingAt("again"));
    }
    Optional<Long> schedule = asked.number("schedule");
    if (schedule.isPresent()) {
      return OrderForm.of(doors.exporting().schedules().get(visit.caller(), schedule.get()), visit)
          .orElseThrow(() -> Visit.nothingAt("schedule"));
    }
    return picks.begun(visit, asked.remembering(visit.manners().chosen()));
  }

  private OrderPanel panel(Visit visit, OrderForm form) {
    boolean nothingYet =
        form.kind() == OrderKind.CHAT && form.many("room").isEmpty() && !form.whole();
    OrderPanel.Look look =
        nothingYet
            ? new OrderPanel.Look(Optional.empty(), Optional.empty(), Strength.NONE)
            : looked(visit, form);
    return new OrderPanel(form, picks.offer(visit, form), picks.all(visit, form), look);
  }

  private OrderPanel.Look looked(Visit visit, OrderForm form) {
    Strength strength = Strength.of(form.text("passphrase"));
    try {
      Extent extent = doors.exporting().extents().of(visit.caller(), checkable(visit, form));
      return new OrderPanel.Look(Optional.of(extent), Optional.empty(), strength);
    } catch (RefusedException refused) {
      return new OrderPanel.Look(
          Optional.empty(), Optional.of(Trouble.of(visit, refused.refusal())), strength);
    }
  }

  /** The order as far as it can be looked at while a passphrase is still being typed. */
  private ExportOrder checkable(Visit visit, OrderForm form) {
    OrderWish wish = new OrderWish(visit, form, doors.exports());
    ExportOrder order = form.repeat().isEmpty() ? wish.order("x") : wish.draft("x").order();
    boolean unsaid = form.says("seal", "passphrase") && form.text("passphrase").isEmpty();
    return unsaid
        ? order.with(
            new ExportOrder.Handling(
                new ExportOrder.Encryption.None(),
                order.handling().deliveries(),
                order.handling().keep()))
        : order;
  }

  /** How much it would be, and what is wrong with which field, as the panel changes. */
  private Answer look(Visit visit) {
    OrderForm form = OrderForm.sent(visit.form());
    OrderPanel panel =
        new OrderPanel(form, picks.offer(visit, form), picks.none(), looked(visit, form));
    return pages.page(visit, "orderLook", panel);
  }

  private Answer find(Visit visit) {
    OrderForm form = OrderForm.sent(visit.form());
    String field = visit.call().pathParameter("field");
    return pages.page(visit, "orderPicks", picks.of(visit, form, field));
  }

  private Answer order(Visit visit) {
    OrderForm form = OrderForm.sent(visit.form());
    if (form.says("do", "find")) {
      return pages.page(visit, "order", panel(visit, form));
    }
    try {
      return Pages.redirect(visit, ordered(visit, form));
    } catch (RefusedException refused) {
      OrderPanel panel =
          new OrderPanel(
              form,
              picks.offer(visit, form),
              picks.all(visit, form),
              new OrderPanel.Look(
                  Optional.empty(),
                  Optional.of(Trouble.of(visit, refused.refusal())),
                  Strength.NONE));
      return pages.page(Problem.of(visit, refused.refusal()).status(), visit, "order", panel);
    }
  }

  /** Orders, or adds or changes a schedule; answers where that is to be seen. */
  private String ordered(Visit visit, OrderForm form) {
    OrderWish wish = new OrderWish(visit, form, doors.exports());
    String title = picks.title(visit, form);
    if (form.repeat().isEmpty()) {
      ExportJob job = doors.exports().order(visit.caller(), wish.order(title));
      remember(visit, form);
      return "/exports/" + job.id() + "?said=ordered";
    }
    Schedule.Draft draft = wish.draft(title);
    var schedules = doors.exporting().schedules();
    Optional<Long> old = form.number("schedule");
    Schedule schedule =
        old.isPresent()
            ? schedules.change(visit.caller(), old.get(), draft)
            : schedules.add(visit.caller(), draft);
    remember(visit, form);
    return "/schedules?said="
        + (old.isPresent() ? "scheduleChanged" : "scheduled")
        + "#s-"
        + schedule.id();
  }

  private void remember(Visit visit, OrderForm form) {
    Map<String, String> chosen = visit.manners().chosen();
    String now = form.toRemember();
    if (!now.equals(chosen.get(OrderForm.memory(form.kind())))) {
      doors.entry().choices().set(visit.caller(), OrderForm.memory(form.kind()), now);
    }
  }
}
