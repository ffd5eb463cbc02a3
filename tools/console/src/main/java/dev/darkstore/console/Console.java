package dev.darkstore.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.client.cluster.Clients;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.client.letters.Resending;
import dev.darkstore.console.view.Projection;
import dev.darkstore.console.view.Section;
import dev.darkstore.http.HttpPort;
import dev.darkstore.http.HttpPortException;
import dev.darkstore.http.Metrics;
import dev.darkstore.http.Routes;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Console of a cluster: a live page of the events on its topics. */
public final class Console implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Console.class);

  private static final int LOOK_MILLIS = 250;
  private static final int LAG_MILLIS = 2_000;
  private static final int STATUS_MILLIS = 1_000;

  /** Sender of resent dead letters: the console does not know who uses its page. */
  private static final String RESENDER = System.getProperty("user.name") + ", by the console";

  private final ConsoleOptions options;
  private final Cluster cluster;
  private final Follower follower;
  private final LagWatch lag;
  private final Clients clients;
  private final LogLookup lookup;
  private final Bulletin bulletin = new Bulletin();
  private final StreamRoutes stream;
  private final Optional<ParticipantRoutes> participants;
  private final Metrics metrics = new Metrics();
  private final Map<Section, Long> sentMillis = new EnumMap<>(Section.class);
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "console-timer");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Future<?>> looks = new ArrayList<>();
  private HttpPort server;

  private Console(ConsoleOptions options, Cluster cluster) throws InterruptedException {
    this.options = options;
    this.cluster = cluster;
    follower = new Follower(cluster, options.window());
    lag = new LagWatch(cluster.admin(), cluster.installation());
    lookup = new LogLookup(cluster);
    stream = new StreamRoutes(bulletin, follower::projection);
    participants =
        options.isReadOnly()
            ? Optional.empty()
            : options.participants().map(ParticipantRoutes::new);
    clients =
        new Clients(
            cluster,
            "darkstore-console",
            failure -> log.warn("a record could not be written: {}", Cluster.rootMessage(failure)));
  }

  /**
   * Connects, opens the port, and returns; past events are read afterwards.
   *
   * @throws UnusableException if the cluster does not reply or lacks a topic
   * @throws HttpPortException if the port is in use, the address is not local, or the token file
   *     contains no usable token
   */
  public static Console start(ConsoleOptions options) throws InterruptedException {
    Cluster cluster = Cluster.connect(options.clientConfig(), options.installation());
    Console console;
    try {
      console = new Console(options, cluster);
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
    try {
      console.open();
      return console;
    } catch (RuntimeException e) {
      console.close();
      throw e;
    }
  }

  private void open() {
    server = HttpPort.start(options.http(), metrics, List.of(), new AllRoutes(routes()));
    follower.start();
    every(LOOK_MILLIS, this::postChanges);
    every(STATUS_MILLIS, this::postStatus);
    every(LAG_MILLIS, this::postLag);
  }

  private List<Routes> routes() {
    List<Routes> all = new ArrayList<>();
    Guard guard = new Guard(options.http());
    all.add(routing -> routing.before(guard::check));
    all.add(new PageRoutes());
    all.add(stream);
    all.add(new OrderRoutes(follower::projection, lookup::order));
    all.add(
        new LetterRoutes(
            options.isReadOnly(), lookup::letter, () -> new Resending(cluster, RESENDER)));
    all.add(new ActionRoutes(options.isReadOnly(), clients));
    participants.ifPresent(all::add);
    return all;
  }

  /** Group of routes. */
  private record AllRoutes(List<Routes> all) implements Routes {
    @Override
    public void addTo(JavalinDefaultRoutingApi routes) {
      all.forEach(each -> each.addTo(routes));
    }

    @Override
    public boolean isOpen(String path) {
      return all.stream().anyMatch(each -> each.isOpen(path));
    }
  }

  /** Returns the address of the page. */
  public URI uri() {
    return server.uri();
  }

  private void every(int millis, Task task) {
    looks.add(timer.scheduleWithFixedDelay(() -> run(task), 0, millis, TimeUnit.MILLISECONDS));
  }

  /** Periodic task. */
  @FunctionalInterface
  private interface Task {
    void run() throws InterruptedException;
  }

  /** Runs the task; a failure must not end its repetition. */
  private static void run(Task task) {
    try {
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("the console could not be updated", e);
    }
  }

  private void postChanges() {
    Projection projection = follower.projection();
    long nowMillis = System.currentTimeMillis();
    for (Section section : Section.values()) {
      long sinceMillis = nowMillis - sentMillis.getOrDefault(section, 0L);
      // Slightly shorter than the pause, so that a check that comes early does not double it.
      if (sinceMillis + LOOK_MILLIS / 2 >= section.pauseMillis()
          && projection.hasChanged(section)) {
        bulletin.post(section.toString(), projection.toJson(section, nowMillis).toString());
        sentMillis.put(section, nowMillis);
      }
    }
    participants.ifPresent(p -> bulletin.post("participants", p.toJson().toString()));
  }

  private void postStatus() {
    ObjectNode status = follower.status();
    status.put("now", System.currentTimeMillis());
    status.put("servers", cluster.bootstrapServers());
    status.put("readOnly", options.isReadOnly());
    bulletin.post("status", status.toString());
  }

  private void postLag() throws InterruptedException {
    bulletin.post("lag", lag.look().toString());
  }

  /** Closes the port and the connections to the cluster. */
  @Override
  public void close() {
    looks.forEach(look -> look.cancel(true));
    timer.shutdownNow();
    stream.close();
    if (server != null) {
      server.close();
    }
    lookup.close();
    follower.close();
    clients.close();
    cluster.close();
    metrics.close();
  }
}
