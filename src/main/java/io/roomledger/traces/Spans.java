package io.roomledger.traces;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.roomledger.http.Call;
import io.roomledger.http.Watch;
import io.roomledger.job.JobWatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans by OpenTelemetry's SDK, sent in batches beside the work; if nobody takes them they are
 * dropped.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">names of HTTP</a>
 */
final class Spans implements Traces {
  private static final Duration BATCH = Duration.ofSeconds(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);
  private static final int FAULT = 500;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private Spans(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("io.roomledger");
  }

  static Traces to(TraceSettings settings, String version) {
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(settings.endpoint().orElseThrow());
    if (!settings.authorization().isEmpty()) {
      exporter.addHeader("Authorization", settings.authorization());
    }
    return new Spans(
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                settings.service(),
                                AttributeKey.stringKey("service.version"),
                                version))))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.percent() / 100.0)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter.build()).setScheduleDelay(BATCH).build())
            .build());
  }

  @Override
  public Watch requests() {
    return this::request;
  }

  private Watch.Seen request(Call call, String site, String template) {
    Span span =
        tracer
            .spanBuilder(call.method() + " " + template)
            .setParent(parent(call))
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", call.method())
            .setAttribute("http.route", template)
            .setAttribute("roomledger.dialect", site)
            .setAttribute("roomledger.request", call.requestId())
            .startSpan();
    return (status, bytes, took) -> {
      span.setAttribute("http.response.status_code", status);
      span.setAttribute("http.response.body.size", bytes);
      if (status >= FAULT) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    };
  }

  /** The trace that the caller has begun, if it says so. */
  private static Context parent(Call call) {
    return W3CTraceContextPropagator.getInstance().extract(Context.root(), call, HEADERS);
  }

  private static final TextMapGetter<Call> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Call call) {
          return List.of("traceparent", "tracestate");
        }

        @Override
        public @Nullable String get(@Nullable Call call, String name) {
          return call == null ? null : call.header(name).orElse(null);
        }
      };

  @Override
  public JobWatch jobs() {
    return this::job;
  }

  private JobWatch.Seen job(String kind, long id, int attempt) {
    SpanBuilder builder = tracer.spanBuilder("job " + kind);
    Span span =
        builder
            .setNoParent()
            .setAttribute("roomledger.job.kind", kind)
            .setAttribute("roomledger.job.id", id)
            .setAttribute("roomledger.job.attempt", attempt)
            .startSpan();
    return (outcome, took, told) -> {
      span.setAttribute("roomledger.job.outcome", outcome.word());
      told.forEach((unit, amount) -> span.setAttribute("roomledger.job." + unit, amount));
      if (outcome == JobWatch.Outcome.FAILED) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    };
  }

  @Override
  public void close() {
    provider.shutdown().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
  }
}
