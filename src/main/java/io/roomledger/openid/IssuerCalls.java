package io.roomledger.openid;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls of the issuer: over TLS unless it is on this machine, without redirects, and bounded in
 * time and size as a whole, which the library's own calls are not.
 */
final class IssuerCalls implements ResourceRetriever, HTTPRequestSender {
  private static final Duration CONNECTED_IN = Duration.ofSeconds(5);
  private static final long LARGEST = 512 * 1024;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECTED_IN)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Duration limit;

  /**
   * Calls that end after a while.
   *
   * @param limit how long one may take with all of its answer
   */
  IssuerCalls(Duration limit) {
    this.limit = limit;
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    return new Resource(text(URI.create(url.toString())), "application/json");
  }

  /** The text at an address. */
  String text(URI address) throws IOException {
    HttpResponse<String> answer =
        call(HttpRequest.newBuilder(address).header("Accept", "application/json").build());
    if (answer.statusCode() != HTTPResponse.SC_OK) {
      throw new IOException(address + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest asked) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(asked.getURI());
    asked
        .getHeaderMap()
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    request.setHeader("Accept", "application/json");
    String body = asked.getBody();
    if (asked.getMethod() == HTTPRequest.Method.POST) {
      request.POST(HttpRequest.BodyPublishers.ofString(body == null ? "" : body));
    }
    HttpResponse<String> answer = call(request.build());
    HTTPResponse response = new HTTPResponse(answer.statusCode());
    String type = answer.headers().firstValue("Content-Type").orElse("text/plain");
    try {
      response.setContentType(type);
    } catch (ParseException e) {
      throw new IOException(asked.getURI() + " answered with a content type that is none", e);
    }
    response.setBody(answer.body());
    return response;
  }

  private HttpResponse<String> call(HttpRequest request) throws IOException {
    if (!OpenIdSettings.secure(request.uri())) {
      throw new IOException(request.uri() + " is not https");
    }
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST));
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          request.uri() + " did not answer within " + limit.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while calling " + request.uri());
    } catch (ExecutionException e) {
      throw new IOException(request.uri() + " cannot be called: " + e.getCause(), e);
    } finally {
      boolean _ = answer.cancel(true);
    }
  }
}
