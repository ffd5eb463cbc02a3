package dev.darkstore.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Real Kafka broker inside this process: one KRaft node that is both broker and controller, for the
 * demo, the development server and the tests. It listens on 127.0.0.1 only, without encryption or
 * passwords unless its properties set them, and keeps one replica of everything, so it is not
 * suited to production data.
 *
 * <p>Topics are not created on first use; the caller creates them. Kafka transactions run at {@code
 * transaction.version} 2, as the services require of any cluster.
 *
 * <p>Kafka's internals, which may change with every release, are used here and in {@link
 * BrokerFormat}. It builds the parts of {@link KafkaRaftServer}, but passes in its own sockets and
 * its own fault handler: {@code KafkaRaftServer} ends the whole process when its controller cannot
 * start, does not report its port if it was chosen by the system, and detects a port in use only
 * after seconds.
 *
 * <p>{@link #close()} may be called from any thread, including a shutdown hook, and more than once.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private static final int NODE_ID = 1;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String BROKER_LISTENER = "BROKER";
  private static final String CONTROLLER_LISTENER = "CONTROLLER";
  private static final int LISTEN_BACKLOG_CONNECTIONS = 128;

  private static final String LOCK_FILE = "embedded-broker.lock";

  /** Sized for one machine and a start within seconds; {@link Options#with} overrides any of it. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          // There is one broker, so there can be one replica.
          Map.entry("default.replication.factor", "1"),
          Map.entry("min.insync.replicas", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          // The defaults, 50 partitions each, dominate the first start.
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          // No other member is about to join: the first need not wait.
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
          // A single voter has no followers to batch writes for: do not wait for more of them.
          Map.entry("controller.quorum.append.linger.ms", "0"),
          // A client's open Kafka transaction hides the records after it from all readers.
          Map.entry("transaction.max.timeout.ms", "60000"),
          // The default, 10 s, prolongs the recovery of a service that was killed.
          Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
          // A mistyped topic must lead to an error, not be created.
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("log.index.size.max.bytes", String.valueOf(1024 * 1024)),
          Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(4 * 1024 * 1024)),
          Map.entry("log.cleaner.io.buffer.size", String.valueOf(64 * 1024)),
          Map.entry(
              "listener.security.protocol.map",
              "%s:PLAINTEXT,%s:PLAINTEXT".formatted(BROKER_LISTENER, CONTROLLER_LISTENER)),
          // Unlimited by default: a start that cannot succeed would hang instead of failing.
          Map.entry("server.max.startup.time.ms", "60000"));

  /** Open resources, the latest first: closed in this order, each before those it depends on. */
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private final AtomicReference<FaultHandlerException> firstFault = new AtomicReference<>();

  private int port;

  private EmbeddedBroker() {}

  /**
   * Starts a broker and returns when it serves clients. A failed start leaves no thread, socket or
   * temporary directory behind.
   *
   * @throws BrokerStartException with a message for the user: the port is in use, the directory is
   *     in use or contains other files, or Kafka rejects the properties
   */
  public static EmbeddedBroker start(Options options) {
    EmbeddedBroker broker = new EmbeddedBroker();
    boolean started = false;
    try {
      broker.open(options);
      started = true;
      return broker;
    } catch (BrokerStartException refusal) {
      throw refusal;
    } catch (Exception failure) {
      // Kafka's Scala code throws checked exceptions without declaring them.
      if (failure instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      // A fault is the root cause; the failure may be only its consequence.
      FaultHandlerException fault = broker.firstFault.get();
      Exception reason = fault == null ? failure : fault;
      throw new BrokerStartException(
          "The embedded broker did not start: " + rootMessage(reason), reason);
    } finally {
      if (!started) {
        broker.closeAfterFailedStart();
      }
    }
  }

  /** Returns the address for clients: {@code 127.0.0.1:port}, with the actual port. */
  public String bootstrapServers() {
    return LOOPBACK + ":" + port;
  }

  /** Returns the port for clients; never 0. */
  public int port() {
    return port;
  }

  /**
   * Stops the broker, waits until it has stopped, and deletes its data if the directory was
   * temporary.
   *
   * @throws IllegalStateException if the broker had a fault that would have ended a separate broker
   *     process, or if a resource could not be closed; all others are closed nevertheless
   */
  @Override
  public void close() {
    Exception failure = closeEverything();
    FaultHandlerException fault = firstFault.getAndSet(null);
    if (fault != null) {
      IllegalStateException broken =
          new IllegalStateException("The embedded broker failed while it ran", fault);
      if (failure != null) {
        broken.addSuppressed(failure);
      }
      throw broken;
    }
    if (failure != null) {
      throw new IllegalStateException("The embedded broker did not close cleanly", failure);
    }
  }

  private void open(Options options) throws Exception {
    Path directory = openDataDirectory(options);

    // Bound before anything starts: a port in use is detected at once, and a free one cannot be
    // taken by another process in the meantime.
    ServerSocketChannel brokerSocket = listen(options.port());
    ServerSocketChannel controllerSocket = listen(0);
    port = portOf(brokerSocket);

    KafkaConfig config =
        new KafkaConfig(
            properties(options, directory, port, portOf(controllerSocket)), /* doLog= */ false);
    BrokerFormat.format(
        directory, NODE_ID, Uuid.randomUuid().toString(), CONTROLLER_LISTENER, options.users());
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> logDirectories =
        KafkaRaftServer.initializeLogDirs(config, LOG, "");
    MetaPropertiesEnsemble identity = logDirectories._1();
    Metrics metrics =
        Server.initializeMetrics(config, Time.SYSTEM, identity.clusterId().orElseThrow());
    open.push(metrics);

    SharedServer shared =
        new SharedServer(
            config,
            identity,
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            List.of(),
            this::faultHandler,
            (listener, address, backlog, receiveBufferBytes) ->
                listener.equals(BROKER_LISTENER) ? brokerSocket : controllerSocket);
    BrokerServer broker = new BrokerServer(shared);
    ControllerServer controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), logDirectories._2());

    // The controller starts first and stops last: the broker registers and deregisters with it.
    open.push(controller::shutdown);
    controller.startup();
    open.push(broker::shutdown);
    broker.startup();

    // Kafka relies on its fault handler not to return: after a fault it reports a broker as started
    // that has not loaded its data.
    FaultHandlerException fault = firstFault.get();
    if (fault != null) {
      throw fault;
    }
  }

  private Path openDataDirectory(Options options) throws IOException {
    if (options.dataDirectory().isEmpty()) {
      Path temporary = Files.createTempDirectory("darkstore-broker-");
      open.push(() -> Utils.delete(temporary.toFile()));
      return temporary;
    }
    Path given = Files.createDirectories(options.dataDirectory().get().toAbsolutePath());
    lock(given);
    if (!BrokerFormat.isFormatted(given)) {
      // Kafka treats every folder in its data directory as a partition, so the folder of another
      // application must not become its data directory.
      try (Stream<Path> entries = Files.list(given)) {
        if (entries.anyMatch(entry -> !entry.endsWith(LOCK_FILE))) {
          throw new BrokerStartException(
              given + " is neither empty nor the data directory of a broker; give another one");
        }
      }
    }
    return given;
  }

  /**
   * Locks the directory against a second broker. Kafka has its own lock, but a combined node
   * acquires it only after its controller has begun to write.
   */
  private void lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    open.push(channel);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      lock = null;
    }
    if (lock == null) {
      throw new BrokerStartException("Another broker is running on " + directory);
    }
  }

  private ServerSocketChannel listen(int wantedPort) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    open.push(socket);
    socket.configureBlocking(false);
    try {
      socket.bind(new InetSocketAddress(Ports.loopback(), wantedPort), LISTEN_BACKLOG_CONNECTIONS);
    } catch (BindException taken) {
      throw new BrokerStartException(
          "Port " + wantedPort + " of " + LOOPBACK + " cannot be used: " + taken.getMessage(),
          taken);
    }
    return socket;
  }

  private static int portOf(ServerSocketChannel socket) throws IOException {
    return ((InetSocketAddress) socket.getLocalAddress()).getPort();
  }

  private static Map<String, String> properties(
      Options options, Path directory, int brokerPort, int controllerPort) {
    Map<String, String> properties = new HashMap<>(DEFAULTS);
    properties.putAll(options.properties());
    // Last, since the sockets are bound and the directory is locked: these cannot be overridden.
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(NODE_ID));
    properties.put("log.dirs", directory.toString());
    properties.put(
        "listeners",
        "%s://%s:%s,%s://%s:%s"
            .formatted(
                BROKER_LISTENER,
                LOOPBACK,
                brokerPort,
                CONTROLLER_LISTENER,
                LOOPBACK,
                controllerPort));
    properties.put("inter.broker.listener.name", BROKER_LISTENER);
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    // Voters as a list, not as a formatted snapshot: the controller's port differs at each start.
    properties.put(
        "controller.quorum.voters", "%s@%s:%s".formatted(NODE_ID, LOOPBACK, controllerPort));
    return properties;
  }

  /**
   * Kafka's own handler halts the process at a fatal fault. Here the process does not belong to the
   * broker: the fault fails the start, or a later {@link #close()}.
   */
  private FaultHandler faultHandler(String place, boolean fatal, Runnable action) {
    return (message, cause) -> {
      FaultHandlerException fault =
          cause == null
              ? new FaultHandlerException(place + ": " + message)
              : new FaultHandlerException(place + ": " + message, cause);
      LOG.error("The embedded broker met a {} fault", fatal ? "fatal" : "transient", fault);
      if (fatal) {
        firstFault.compareAndSet(null, fault);
      }
      action.run();
      return fault;
    };
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private void closeAfterFailedStart() {
    Exception failure = closeEverything();
    if (failure != null) {
      // The cause of the failed start is being thrown and must not be replaced.
      LOG.warn("Not everything of a broker that did not start could be closed", failure);
    }
  }

  /** Closes all open resources despite failures; returns the first failure, or null. */
  private synchronized Exception closeEverything() {
    Exception first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    return first;
  }

  /**
   * Options of a broker, created by {@link #temporary()} or {@link #keptIn(Path)} and refined from
   * there.
   *
   * @param dataDirectory directory of data that survive a restart; empty for a new temporary
   *     directory that {@link EmbeddedBroker#close()} deletes
   * @param port port for clients on 127.0.0.1; 0 for any free one
   * @param properties broker properties that win over this class's defaults, including the security
   *     of its listeners {@code BROKER} and {@code CONTROLLER}. Their addresses, roles, node and
   *     directory are fixed
   * @param users passwords by user name, for SCRAM-SHA-512 logins from the first start on, if a
   *     listener requires them
   */
  public record Options(
      Optional<Path> dataDirectory,
      int port,
      Map<String, String> properties,
      Map<String, String> users) {

    /** Rejects an invalid port, and copies the properties. */
    public Options {
      Objects.requireNonNull(dataDirectory, "dataDirectory");
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("A port is between 0 and 65535, not " + port);
      }
      properties = Map.copyOf(properties);
      users = Map.copyOf(users);
    }

    /** Returns options with a free port and temporary data. */
    public static Options temporary() {
      return new Options(Optional.empty(), 0, Map.of(), Map.of());
    }

    /**
     * Returns options with a free port and persistent data in the directory. It is created if it is
     * missing, formatted if it is empty, and reused if it contains a broker's data.
     */
    public static Options keptIn(Path dataDirectory) {
      return new Options(Optional.of(dataDirectory), 0, Map.of(), Map.of());
    }

    /** Returns a copy of these options with this port. */
    public Options onPort(int wantedPort) {
      return new Options(dataDirectory, wantedPort, properties, users);
    }

    /** Returns a copy with one more broker property, by Kafka's name. */
    public Options with(String property, String value) {
      Map<String, String> extended = new HashMap<>(properties);
      extended.put(property, value);
      return new Options(dataDirectory, port, extended, users);
    }

    /** Returns a copy with one more user. */
    public Options withUser(String name, String password) {
      Map<String, String> extended = new HashMap<>(users);
      extended.put(name, password);
      return new Options(dataDirectory, port, properties, extended);
    }

    /** Returns the options without passwords. */
    @Override
    public String toString() {
      return "Options[%s, port %d, %s]"
          .formatted(dataDirectory, port, new TreeSet<>(properties.keySet()));
    }
  }

  /** Failed start of a broker, with a message for the user. */
  public static final class BrokerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerStartException(String message) {
      super(message);
    }

    BrokerStartException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
