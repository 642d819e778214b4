package io.roomledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a bucket answers is told with what to do about it. */
class S3TroubleTest {
  @ParameterizedTest
  @CsvSource({
    "507, XMinioStorageFull, full, true",
    "403, QuotaExceeded, full, false",
    "403, AccessDenied, may not do this, false",
    "403, RequestTimeTooSkewed, clock, false",
    "404, NoSuchBucket, no such bucket, false",
    "503, SlowDown, '', true",
    "500, InternalError, '', true",
    "429, TooManyRequests, '', true",
  })
  void anAnswerIsToldWithAdvice(int status, String code, String advice, boolean passing) {
    IOException told =
        S3Trouble.of(
            "records",
            "a: not stored",
            (S3Exception)
                S3Exception.builder()
                    .statusCode(status)
                    .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode(code).errorMessage("said").build())
                    .build());
    assertThat(told)
        .hasMessageStartingWith(
            "a: not stored: bucket records: answered " + status + " " + code + ": said")
        .hasMessageContaining(advice);
    assertThat(S3Trouble.passing(new UncheckedIOException(told))).isEqualTo(passing);
    assertThat(S3Trouble.advice(told)).contains(advice).doesNotContain("records");
  }

  @Test
  void aServerThatCannotBeReachedIsToldSo() {
    IOException told = S3Trouble.of("records", "a", SdkClientException.create("no route"));
    assertThat(S3Trouble.passing(told)).isTrue();
    assertThat(S3Trouble.advice(told)).isEqualTo("its server cannot be reached");
    assertThat(S3Trouble.passing(new IOException("a disk"))).isFalse();
    assertThat(S3Trouble.advice(new IOException("a disk"))).isEmpty();
  }
}
