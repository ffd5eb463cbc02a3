package dev.darkstore.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.javalin.util.JavalinBindException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP port of a process that runs one service or several.
 *
 * <table>
 * <caption>Responses</caption>
 * <tr><td>{@code /health/live}<td>200 as long as no service has failed, then 503
 * <tr><td>{@code /health/ready}<td>200 once all services are running with their state restored; until then 503, with the pending services and their reasons
 * <tr><td>{@code /metrics}<td>metrics in Prometheus format
 * <tr><td>pages of the services<td>such as {@code /orders/{id}} of the coordinator
 * </table>
 *
 * Responses are JSON, except for the metrics; errors too, without internal details. Requests beyond
 * the limits below on number, size and time are rejected.
 */
public final class HttpPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpPort.class);

  private static final int THREADS_MAX = 12;
  private static final int CONNECTIONS_MAX = 64;
  private static final int IDLE_TIMEOUT_MILLIS = 10_000;
  private static final int REQUEST_HEADER_BYTES = 8 * 1024;
  private static final long REQUEST_BODY_BYTES = 64L * 1024;

  private final Javalin javalin;
  private final String host;

  private HttpPort(Javalin javalin, String host) {
    this.javalin = javalin;
    this.host = host;
  }

  /** Opens the port; see {@link #start(HttpSettings, Metrics, List, Routes)}. */
  public static HttpPort start(
      HttpSettings settings, Metrics metrics, List<? extends Monitored> services) {
    return start(settings, metrics, services, Routes.NONE);
  }

  /**
   * Opens the port.
   *
   * @param services services that must be ready; their pages are added
   * @param more further pages
   * @throws HttpPortException if the port is in use, the address is not local, or the token file
   *     contains no usable token
   */
  public static HttpPort start(
      HttpSettings settings, Metrics metrics, List<? extends Monitored> services, Routes more) {
    List<Monitored> all = List.copyOf(services);
    return start(settings, metrics, () -> all, more);
  }

  /**
   * Opens the port of a process in which services are stopped and restarted.
   *
   * @param services supplier of the services that must be ready now; the pages are those of its
   *     first result
   * @param more further pages
   * @throws HttpPortException if the port is in use, the address is not local, or the token file
   *     contains no usable token
   */
  public static HttpPort start(
      HttpSettings settings,
      Metrics metrics,
      Supplier<? extends List<? extends Monitored>> services,
      Routes more) {
    Optional<AccessToken> token = settings.tokenFile().map(AccessToken::read);
    Javalin javalin =
        Javalin.create(
            config -> {
              limit(config, settings);
              JavalinDefaultRoutingApi routes = config.routes;
              HealthRoutes health = new HealthRoutes(services);
              token.ifPresent(
                  t ->
                      routes.before(
                          context -> {
                            if (!health.isOpen(context.path()) && !more.isOpen(context.path())) {
                              t.require(context);
                            }
                          }));
              routes.before(context -> context.header("Cache-Control", "no-store"));
              health.addTo(routes);
              routes.get("/metrics", context -> sendMetrics(context, metrics));
              services.get().forEach(service -> service.routes().addTo(routes));
              more.addTo(routes);
              refusals(routes);
            });
    try {
      javalin.start();
    } catch (JavalinBindException e) {
      throw new HttpPortException(
          "cannot listen on %s port %s: %s; set darkstore.http.port to a free one, or to 0 for any"
              .formatted(settings.host(), settings.port(), reason(e)),
          e);
    }
    HttpPort server = new HttpPort(javalin, settings.host());
    log.info("health and metrics are at {}", server.uri());
    return server;
  }

  /** Returns the port; never 0. */
  public int port() {
    return javalin.port();
  }

  /** Returns the address for clients on this machine, without a trailing slash. */
  public URI uri() {
    String reached = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    return URI.create(
        "http://%s:%s".formatted(reached.contains(":") ? '[' + reached + ']' : reached, port()));
  }

  @Override
  public void close() {
    javalin.stop();
  }

  private static void limit(JavalinConfig config, HttpSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = REQUEST_BODY_BYTES;
    config.http.prefer405over404 = true;
    config.http.defaultContentType = "application/json";
    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, 2, IDLE_TIMEOUT_MILLIS);
    threads.setName("http");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.addConnector(
        (server, http) -> connector(server, http, settings.host(), settings.port()));
    config.jetty.modifyServer(
        server -> {
          server.setStopTimeout(0); // Otherwise it would wait for idle connections.
          server.setErrorHandler(HttpPort::refuseUnread);
        });
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, String host, int port) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
    http.setUriCompliance(UriCompliance.DEFAULT);
    // One thread accepts connections and one serves ready ones: there are few.
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
    server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, connector));
    return connector;
  }

  /** Responds to malformed requests, which do not reach the routes. */
  private static boolean refuseUnread(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    Content.Sink.write(response, true, "{\"error\":\"malformed request\"}\n", callback);
    return true;
  }

  private static void sendMetrics(Context context, Metrics metrics) {
    String accepted = context.header("Accept");
    boolean openMetrics = accepted != null && accepted.contains("application/openmetrics-text");
    String contentType =
        openMetrics
            ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
            : "text/plain; version=0.0.4; charset=utf-8";
    context.contentType(contentType).result(metrics.scrape(contentType));
  }

  /** Reports every error as JSON with one sentence; internal details go to the log. */
  private static void refusals(JavalinDefaultRoutingApi routes) {
    routes.exception(
        HttpResponseException.class,
        (refusal, context) ->
            Answers.refuse(
                context,
                refusal.getStatus(),
                refusal.getStatus() == HttpStatus.NOT_FOUND.getCode()
                    ? "there is no such page"
                    : refusal.getMessage()));
    routes.exception(
        Exception.class,
        (failure, context) -> {
          log.error("{} {} failed", context.method(), context.path(), failure);
          Answers.refuse(
              context, HttpStatus.INTERNAL_SERVER_ERROR.getCode(), "this failed; see the log");
        });
  }

  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest instanceof java.nio.channels.UnresolvedAddressException
        ? "no such host"
        : String.valueOf(deepest.getMessage());
  }
}
