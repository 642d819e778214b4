package io.roomledger.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says what is wrong with a bucket, in one line for people, and what to do about it. */
public final class S3Trouble {
  private static final String FULL = "it is full; free some space, or raise its quota";
  private static final String KEYS = "it does not take the keys of the settings";

  /** By the codes of S3 and of servers that are like it. */
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("NoSuchBucket", "there is no such bucket; make it, or set another"),
          Map.entry("AccessDenied", "the keys of the settings may not do this there"),
          Map.entry("InvalidAccessKeyId", KEYS),
          Map.entry("SignatureDoesNotMatch", KEYS),
          Map.entry(
              "RequestTimeTooSkewed",
              "the clocks of its server and of this machine differ; set"
                  + " this machine's clock by the network"),
          Map.entry("QuotaExceeded", FULL),
          Map.entry("XMinioStorageFull", FULL),
          Map.entry("XMinioAdminBucketQuotaExceeded", FULL),
          Map.entry("InsufficientStorage", FULL));

  private S3Trouble() {}

  /** What the store could not do. */
  static IOException of(String bucket, String what, SdkException e) {
    if (e instanceof AbortedException) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException(what + ": interrupted");
      interrupted.initCause(e);
      return interrupted;
    }
    String message = what + ": bucket " + bucket + ": " + said(e);
    return mayPass(e) ? new OutOfReachException(message, e) : new IOException(message, e);
  }

  /** What went wrong, in one line. */
  public static String said(SdkException e) {
    if (!(e instanceof S3Exception refused)) {
      return String.valueOf(e.getMessage());
    }
    String code = code(refused);
    String advice = advice(refused.statusCode(), code);
    String server = refused.awsErrorDetails() == null ? null : details(refused);
    String answered = "answered " + refused.statusCode() + (code.isEmpty() ? "" : " " + code);
    return answered
        + (server == null ? "" : ": " + server)
        + (advice == null ? "" : " (" + advice + ")");
  }

  private static @Nullable String details(S3Exception refused) {
    String said = refused.awsErrorDetails().errorMessage();
    return said == null || said.isBlank() ? null : said;
  }

  static String code(S3Exception refused) {
    String code = refused.awsErrorDetails() == null ? null : refused.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  /** The answer to a HEAD has a status and no more. */
  private static @Nullable String advice(int status, String code) {
    String known = KNOWN.get(code);
    if (known != null) {
      return known;
    }
    return switch (status) {
      case 403 -> KNOWN.get("AccessDenied");
      case 507 -> FULL;
      default -> null;
    };
  }

  /** Whether it failed only because a bucket is out of reach for now. */
  public static boolean passing(Throwable failed) {
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfReachException) {
        return true;
      }
    }
    return false;
  }

  /** What to do about it, without names; nothing, if that is not known. */
  public static String advice(Throwable failed) {
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof S3Exception refused) {
        String known = advice(refused.statusCode(), code(refused));
        return known == null ? "" : known;
      }
      if (cause instanceof SdkException) {
        return "its server cannot be reached";
      }
    }
    return "";
  }

  /** Whether it may go well later without anybody changing anything. */
  static boolean mayPass(SdkException e) {
    return !(e instanceof S3Exception refused)
        || refused.statusCode() >= 500
        || refused.statusCode() == 429
        || refused.statusCode() == 408;
  }

  /** The bucket is out of reach for now: its server is gone, overloaded, or the network is cut. */
  public static final class OutOfReachException extends IOException {
    private static final long serialVersionUID = 1L;

    OutOfReachException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
