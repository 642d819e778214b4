package io.roomledger.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.roomledger.store.ObjectStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Counts what is asked of the store: each of its operations by the name of its method, and of an
 * upload its commit. A proxy, since an operation that a store learns later must reach it too.
 */
final class StoreFigures implements InvocationHandler {
  private static final Set<String> OF_AN_UPLOAD = Set.of("commit", "keep");

  private final Object asked;
  private final MeterRegistry registry;

  private StoreFigures(Object asked, MeterRegistry registry) {
    this.asked = asked;
    this.registry = registry;
  }

  static ObjectStore counting(ObjectStore store, MeterRegistry registry) {
    return proxy(ObjectStore.class, store, registry);
  }

  private static <T> T proxy(Class<T> type, T asked, MeterRegistry registry) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new StoreFigures(asked, registry)));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] words) throws Throwable {
    boolean counted = asked instanceof ObjectStore || OF_AN_UPLOAD.contains(method.getName());
    long start = System.nanoTime();
    boolean well = false;
    try {
      Object answer = method.invoke(asked, words);
      well = true;
      return counted(answer);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    } finally {
      if (counted && !method.getDeclaringClass().equals(Object.class)) {
        timer(method.getName(), well ? "well" : "failed")
            .record(Duration.ofNanos(System.nanoTime() - start));
      }
    }
  }

  /** Uploads are looked at too, also those that are taken over. */
  private Object counted(Object answer) {
    return switch (answer) {
      case ObjectStore.Upload upload -> proxy(ObjectStore.Upload.class, upload, registry);
      case Optional<?> found -> found.map(this::counted);
      case null, default -> answer;
    };
  }

  private Timer timer(String operation, String outcome) {
    return Timer.builder("roomledger.store.operations")
        .description("What was asked of the store for files")
        .tags("operation", operation, "outcome", outcome)
        .register(registry);
  }
}
