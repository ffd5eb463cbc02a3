package dev.darkstore.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Stub of a schema registry with the operations of the mirror and a reader: registration under a
 * subject and lookup by id, over HTTP, as in Confluent's interface.
 */
final class StubRegistry implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final List<String> schemas = new ArrayList<>();
  private final Map<String, Integer> subjects = new TreeMap<>();
  private final Map<String, String> lastHeaders = new ConcurrentHashMap<>();
  private final int refusal;

  private StubRegistry(int refusal) throws IOException {
    this.refusal = refusal;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  static StubRegistry start() throws IOException {
    return new StubRegistry(0);
  }

  /** Returns a registry that responds with this status to every request. */
  static StubRegistry refusing(int status) throws IOException {
    return new StubRegistry(status);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/apis/ccompat/v7");
  }

  synchronized Map<String, Integer> subjects() {
    return Map.copyOf(subjects);
  }

  /** Returns the schema with an id, as for a reader. */
  synchronized Schema schema(int id) {
    return new Schema.Parser().parse(schemas.get(id - 1));
  }

  String lastHeader(String name) {
    return lastHeaders.get(name);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestHeaders().forEach((name, values) -> lastHeaders.put(name, values.get(0)));
    String path = exchange.getRequestURI().getPath();
    String prefix = "/apis/ccompat/v7/subjects/";
    if (refusal / 100 == 3) {
      exchange.getResponseHeaders().add("Location", "https://elsewhere.example/subjects");
    }
    if (refusal != 0) {
      send(exchange, refusal, Map.of("error_code", refusal, "message", "no"));
    } else if (path.startsWith(prefix) && path.endsWith("/versions")) {
      JsonNode body = json.readTree(exchange.getRequestBody());
      String schema = new Schema.Parser().parse(body.path("schema").textValue()).toString();
      if (!schemas.contains(schema)) {
        schemas.add(schema);
      }
      int id = schemas.indexOf(schema) + 1;
      subjects.put(path.substring(prefix.length(), path.length() - "/versions".length()), id);
      send(exchange, 200, Map.of("id", id));
    } else {
      send(exchange, 404, Map.of("error_code", 404, "message", "there is no " + path));
    }
  }

  private void send(HttpExchange exchange, int status, Map<String, ?> answer) throws IOException {
    byte[] bytes = json.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
