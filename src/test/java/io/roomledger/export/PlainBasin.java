package io.roomledger.export;

/** Takes what an order for one file of everything gives, and nothing else. */
public interface PlainBasin<T> extends RecordSource.Basin<T> {
  @Override
  default void changed(Changed<T> changed) {
    throw new AssertionError("not ordered since an earlier export: " + changed);
  }

  @Override
  default void part(RecordSource.Part part) {
    throw new AssertionError("not ordered in parts: " + part);
  }

  @Override
  default void gapOfTheWhole(Item.Gap gap) {
    throw new AssertionError("not ordered since an earlier export: " + gap);
  }
}
