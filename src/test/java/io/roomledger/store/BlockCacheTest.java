package io.roomledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Blocks of a bucket's objects are kept on this machine, up to a size. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlockCacheTest extends ObjectStoreContract {
  private static final int BLOCK = BlockCache.BLOCK;
  private static final byte[] BYTES = new byte[2 * BLOCK + 1_000];

  private @Nullable S3Server started;
  private Path shared = Path.of("unset");
  private int stores;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    shared = folder;
    started = new S3Server(Files.createDirectory(folder.resolve("bucket")));
    new Random(7).nextBytes(BYTES);
  }

  @AfterAll
  void stop() {
    server().close();
  }

  private S3Server server() {
    return Objects.requireNonNull(started);
  }

  @Override
  ObjectStore store() throws IOException {
    stores++;
    return store(new BlockCache(folder(), 16 * BLOCK));
  }

  private Path folder() {
    return shared.resolve("cache-" + stores);
  }

  private ObjectStore store(BlockCache cache) {
    return new S3Store(server().bucket("store-" + stores), S3Links.none(), cache);
  }

  private static void put(ObjectStore store, String key) throws IOException {
    try (ObjectStore.Upload upload = store.begin(key)) {
      upload.stream().write(BYTES);
      upload.commit();
    }
  }

  private static byte[] from(ObjectStore store, String key, int position) throws IOException {
    Content content = get(store, key);
    try (InputStream in = content.open(position)) {
      return in.readAllBytes();
    }
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void whatWasReadIsNotFetchedAgainNotEvenByTheNextProcess() throws IOException {
    ObjectStore store = store();
    put(store, "a");
    assertThat(Arrays.equals(from(store, "a", 0), BYTES)).isTrue();
    int gets = server().count("get");
    ObjectStore next = store(new BlockCache(folder(), 16 * BLOCK));
    for (ObjectStore each : List.of(store, next)) {
      assertThat(from(each, "a", BLOCK + 7))
          .isEqualTo(Arrays.copyOfRange(BYTES, BLOCK + 7, BYTES.length));
    }
    assertThat(server().count("get")).isEqualTo(gets);
  }

  @Test
  void onlyTheBlocksThatAreReadAreFetched() throws IOException {
    ObjectStore store = store();
    put(store, "a");
    assertThat(from(store, "a", BYTES.length - 10)).hasSize(10);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void itStaysWithinItsSizeAndThoseReadLongAgoGo() throws IOException {
    stores++;
    BlockCache cache = new BlockCache(folder(), 2 * BLOCK + 100_000);
    ObjectStore store = store(cache);
    put(store, "a");
    put(store, "b");
    byte[] _ = from(store, "a", 0);
    byte[] _ = from(store, "b", 2 * BLOCK);
    assertThat(cache.total()).isLessThanOrEqualTo(2 * BLOCK + 100_000);
    int gets = server().count("get");
    byte[] _ = from(store, "b", 2 * BLOCK);
    assertThat(server().count("get")).as("read just now").isEqualTo(gets);
    assertThat(Arrays.equals(from(store, "a", 0), BYTES)).isTrue();
    assertThat(server().count("get")).as("its first had gone").isGreaterThan(gets);
  }

  @Test
  void whatIsDamagedOrLostIsFetchedAnew() throws IOException {
    ObjectStore store = store();
    put(store, "a");
    byte[] _ = from(store, "a", 0);
    List<Path> files = kept();
    assertThat(files).hasSize(3);
    byte[] raw = Files.readAllBytes(files.get(0));
    raw[5] ^= 1;
    Files.write(files.get(0), raw);
    Files.write(files.get(1), new byte[3]);
    Files.delete(files.get(2));
    assertThat(Arrays.equals(from(store, "a", 0), BYTES)).isTrue();
    assertThat(kept()).hasSize(3);
  }

  @Test
  void whatIsDeletedIsForgottenAndWhatComesInItsPlaceIsRead() throws IOException {
    ObjectStore store = store();
    put(store, "a");
    byte[] _ = from(store, "a", 0);
    store.delete("a");
    assertThat(kept()).isEmpty();
    put(store, "a", "another");
    assertThat(text(get(store, "a"), 0)).isEqualTo("another");
  }
}
