package dev.darkstore.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Client of a schema registry, by the HTTP interface of Confluent's Schema Registry, which others
 * implement too: Apicurio under {@code /apis/ccompat/v7}, Karapace, Redpanda.
 */
final class RegistryClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  private final ObjectMapper json = new ObjectMapper();

  /** Not HTTP/2: some registries and proxies reject the upgrade header. */
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  private final URI registry;
  private final Optional<String> credentials;

  /**
   * Creates a client of the registry at this address.
   *
   * @param credentials user and password separated by a colon, if required
   */
  RegistryClient(URI registry, Optional<String> credentials) {
    this.registry = registry;
    this.credentials = credentials;
  }

  /**
   * Registers a schema under a subject and returns its id; idempotent.
   *
   * @throws RegistryException if the registry does not reply, or rejects the schema
   */
  int register(String subject, Schema schema) {
    String path = registry.getPath() == null ? "" : registry.getPath().replaceAll("/+$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(registry.resolve(path + "/subjects/" + subject + "/versions"))
            .timeout(TIMEOUT)
            .header("Content-Type", CONTENT_TYPE)
            .POST(HttpRequest.BodyPublishers.ofString(body(schema)));
    credentials.ifPresent(
        c ->
            request.header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(c.getBytes(StandardCharsets.UTF_8))));
    HttpResponse<String> response = send(request.build());
    Optional<String> elsewhere = response.headers().firstValue("Location");
    if (response.statusCode() / 100 == 3 && elsewhere.isPresent()) {
      // Redirects are not followed: the password would be sent to another host.
      throw new RegistryException(
          "the registry at %s redirects to %s (%d); set %s to its address"
              .formatted(registry, elsewhere.get(), response.statusCode(), RegistryMain.URL));
    }
    if (response.statusCode() != 200) {
      throw new RegistryException(
          "the registry at %s rejects schema %s under %s: %d %s"
              .formatted(
                  registry,
                  schema.getName(),
                  subject,
                  response.statusCode(),
                  abbreviated(response.body())));
    }
    try {
      JsonNode id = json.readTree(response.body()).path("id");
      if (id.isInt()) {
        return id.intValue();
      }
    } catch (JsonProcessingException e) {
      throw notARegistry(response.body(), e);
    }
    throw notARegistry(response.body(), null);
  }

  private RegistryException notARegistry(String answer, Throwable cause) {
    return new RegistryException(
        "the server at %s is not a schema registry: %s".formatted(registry, abbreviated(answer)),
        cause);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new RegistryException("no registry answers at %s: %s".formatted(registry, why), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException("interrupted while asking " + registry, e);
    }
  }

  private String body(Schema schema) {
    try {
      return json.writeValueAsString(Map.of("schema", schema.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text can always be written as JSON", e);
    }
  }

  private static String abbreviated(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }
}
