package io.roomledger.http;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;

/**
 * Reads a body of {@code multipart/form-data} as it streams by: files go to whoever takes them,
 * texts are kept. Nothing is held in memory but the texts, which are bounded in size and number.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
public final class Multipart {
  private static final int LONGEST_HEAD = 8 * 1024;
  private static final int LONGEST_TEXT = 256 * 1024;
  private static final int MOST_PARTS = 100;

  private final MultipartInput input;
  private final FileTaker taker;
  private final Map<String, String> texts = new LinkedHashMap<>();

  private Multipart(MultipartInput input, FileTaker taker) {
    this.input = input;
    this.taker = taker;
  }

  /**
   * The head of a file.
   *
   * @param field the name of the field it is in
   * @param name its name as it was sent, without the folders that some clients put before it
   * @param mediaType what the client says it is; empty if it says nothing
   */
  public record Head(String field, String name, String mediaType) {}

  /** Takes files. */
  @FunctionalInterface
  public interface FileTaker {
    /** Takes a file; what it does not read is passed over. */
    void take(Head head, InputStream bytes) throws IOException;
  }

  /**
   * Reads the body of {@code call}, whose endpoint must be {@link Endpoint#streamed}.
   *
   * @param limit the most bytes of the whole body
   * @return the fields that are texts
   * @throws RefusedException invalid, if it is no such body or has too much in it; too large
   * @throws ClientGoneException if it ends in the middle
   */
  public static Map<String, String> read(Call call, long limit, FileTaker taker)
      throws IOException {
    byte[] boundary = boundary(call.header("Content-Type").orElse(""));
    Body body = new Body(call.stream(limit + 1), limit);
    try {
      MultipartInput input =
          MultipartInput.builder()
              .setInputStream(body)
              .setBoundary(boundary)
              .setMaxPartHeaderSize(LONGEST_HEAD)
              .get();
      input.setHeaderCharset(StandardCharsets.UTF_8);
      return new Multipart(input, taker).parts();
    } catch (FileUploadException e) {
      throw body.failed() ? body.gone() : malformed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      if (body.failed()) {
        throw body.gone();
      }
      throw e;
    }
  }

  private static byte[] boundary(String type) {
    boolean multipart = type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    String boundary = multipart ? parameter(type, "boundary").orElse("") : "";
    if (boundary.isEmpty() || boundary.length() > 200) {
      throw malformed("Content-Type " + type);
    }
    return boundary.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Optional<String> parameter(String header, String name) {
    ParameterParser parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    return Optional.ofNullable(parser.parse(header, ';').get(name));
  }

  private Map<String, String> parts() throws IOException {
    int parts = 0;
    boolean more = input.skipPreamble();
    while (more) {
      if (++parts > MOST_PARTS) {
        throw malformed("more than " + MOST_PARTS + " parts");
      }
      part(input.readHeaders());
      more = input.readBoundary();
    }
    return texts;
  }

  private void part(String head) throws IOException {
    String disposition = header(head, "content-disposition");
    Optional<String> field = parameter(disposition, "name");
    Optional<String> name = parameter(disposition, "filename");
    if (field.isEmpty()) {
      throw malformed("a part without a name");
    }
    try (InputStream bytes = input.newInputStream()) {
      if (name.isPresent()) {
        taker.take(new Head(field.get(), last(name.get()), header(head, "content-type")), bytes);
      } else {
        byte[] text = bytes.readNBytes(LONGEST_TEXT + 1);
        if (text.length > LONGEST_TEXT) {
          throw new RefusedException(new Refusal.TooLarge(field.get(), LONGEST_TEXT));
        }
        texts.put(field.get(), new String(text, StandardCharsets.UTF_8));
      }
    }
  }

  private static String header(String head, String name) {
    for (String line : head.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }

  /** Old browsers send whole paths; quotes come with a backslash or as %22. */
  private static String last(String sent) {
    String name = sent.replace("\\\"", "\"").replace("%22", "\"");
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }

  private static RefusedException malformed(String what) {
    return new RefusedException(
        new Refusal.Invalid("body", what, "multipart/form-data with a boundary and named parts"));
  }

  /** Remembers that it could not be read, so that this is told from faults of whoever takes it. */
  private static final class Body extends FilterInputStream {
    private final long limit;
    private long taken;
    private Optional<IOException> fault = Optional.empty();

    Body(InputStream in, long limit) {
      super(in);
      this.limit = limit;
    }

    boolean failed() {
      return fault.isPresent();
    }

    ClientGoneException gone() {
      return new ClientGoneException("the body did not come", fault.orElseThrow());
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(bytes, offset, length);
      } catch (IOException e) {
        fault = Optional.of(e);
        throw e;
      }
      taken += Math.max(0, read);
      if (taken > limit) {
        throw new RefusedException(new Refusal.TooLarge("body", limit));
      }
      return read;
    }
  }
}
