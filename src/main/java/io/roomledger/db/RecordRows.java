package io.roomledger.db;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Makes rows into records, those that only their package sees included. */
final class RecordRows {
  static final RowMapperFactory FACTORY =
      (type, config) ->
          type instanceof Class<?> owner && owner.isRecord()
              ? Optional.of(mapper(owner))
              : Optional.empty();

  private RecordRows() {}

  private static RowMapper<?> mapper(Class<?> owner) {
    Class<?>[] types =
        Arrays.stream(owner.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = owner.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return ConstructorMapper.of(canonical);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without its constructor: " + owner, e);
    }
  }
}
