package io.roomledger.export;

import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * A main file that is handed out alone.
 *
 * @param main where it goes
 * @param mainPath its name
 * @param gaps who counts what the format cannot hold
 */
record BareFile(OutputStream main, String mainPath, Consumer<Item.Gap> gaps)
    implements Format.Target {
  @Override
  public OutputStream entry(String path) {
    throw new IllegalStateException(mainPath + " is handed out alone, " + path + " cannot be");
  }

  @Override
  public boolean packaged() {
    return false;
  }

  @Override
  public void gap(Item.Gap gap) {
    gaps.accept(gap);
  }
}
