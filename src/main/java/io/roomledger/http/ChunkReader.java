package io.roomledger.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.util.function.Supplier;

/**
 * What comes in on a connection. Helidon gathers a chunk in memory before it hands it on, whatever
 * size a client gives it, so one that is too large is refused here.
 */
final class ChunkReader extends DataReader {
  private final long largest;

  ChunkReader(Supplier<byte[]> source, long largest) {
    super(source);
    this.largest = largest;
  }

  @Override
  public BufferData readBuffer(int length) {
    if (length > largest) {
      throw RequestException.builder()
          .type(EventType.BAD_REQUEST)
          .status(Status.REQUEST_ENTITY_TOO_LARGE_413)
          .setKeepAlive(false)
          .message("a chunk of " + length + " bytes")
          .build();
    }
    return super.readBuffer(length);
  }
}
