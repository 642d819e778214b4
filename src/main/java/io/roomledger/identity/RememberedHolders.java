package io.roomledger.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.roomledger.db.News;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whom tokens belong to, by their hashes, for a second or until somebody says that one ended. */
final class RememberedHolders {
  private static final int REMEMBERED = 100_000;
  private static final Duration REMEMBERED_FOR = Duration.ofSeconds(1);

  private final Cache<ByteBuffer, TokenHolder> holders;

  /** Another number whenever a token ended. */
  private final AtomicLong ends = new AtomicLong();

  RememberedHolders(News news, Ticker ticker) {
    this.holders =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .ticker(ticker)
            .build();
    news.hear(News.TOKEN, this::ended);
  }

  /** Whose it is while the rights are those of {@code changes}; null if nobody's. */
  @Nullable TokenHolder find(byte[] sha256, long changes, Supplier<@Nullable TokenHolder> load) {
    ByteBuffer hash = ByteBuffer.wrap(sha256);
    TokenHolder known = holders.getIfPresent(hash);
    if (known != null && known.changes() == changes) {
      return known;
    }
    long before = ends.get();
    TokenHolder found = load.get();
    if (found != null) {
      holders.put(hash, found);
      if (ends.get() != before) {
        // perhaps this one, between the reading and the remembering
        holders.invalidate(hash);
      }
    }
    return found;
  }

  private void ended(String hash) {
    if (hash.isEmpty()) {
      forgetAll();
    } else {
      forget(HexFormat.of().parseHex(hash));
    }
  }

  void forgetAll() {
    ends.incrementAndGet();
    holders.invalidateAll();
  }

  void forget(byte[] hash) {
    ends.incrementAndGet();
    holders.invalidate(ByteBuffer.wrap(hash));
  }
}
