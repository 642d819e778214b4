package io.roomledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.CheckInDevice;
import io.roomledger.booking.Reservation;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code check-in}: what a board at the door, or the controls in the room, run when people come.
 */
@Command(
    name = "check-in",
    description = "Says that those who reserved a meeting room for now have come.",
    mixinStandardHelpOptions = true)
final class CheckInCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "ROOM", description = "The room's name or id (omm_...).")
  private String room = "";

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "board, qr-code, controller, touch-panel or offline; default: board.")
  private String device = "board";

  @Override
  public Integer call() throws Exception {
    try (Wiring house = Wiring.forCommand(options)) {
      Reservation there =
          house
              .booking()
              .checkIns()
              .arrive(
                  house.operator(),
                  new Places(house.booking().rooms(), house.operator()).room(room),
                  device(device));
      System.out.printf(
          Locale.ROOT,
          "%s: %s checked in, reserved from %s to %s%n",
          there.roomName(),
          there.booking().reserver().name(),
          there.start(),
          there.end());
      return Main.FINE;
    }
  }

  private static CheckInDevice device(String name) {
    for (CheckInDevice one : CheckInDevice.values()) {
      if (one.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
        return one;
      }
    }
    throw new RefusedException(
        new Refusal.Invalid("device", name, "board, qr-code, controller, touch-panel or offline"));
  }
}
