package dev.darkstore.chaos.cluster;

import dev.darkstore.harness.PropertiesFile;
import dev.darkstore.services.ServiceKind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One of the three nodes: a process that is both broker and controller. */
public final class BrokerNode {
  /** Listener for brokers, and for clients without a proxy. */
  private static final String DIRECT = "DIRECT";

  private static final String CONTROLLER = "CONTROLLER";
  private static final List<String> JVM_OPTIONS = List.of("-Xmx512m", "-Xss512k");

  private final int id;
  private final SupervisedProcess process;

  /**
   * Creates a node without starting it.
   *
   * @param id 1, 2 or 3
   * @param folder its data directory
   */
  public BrokerNode(
      int id,
      Path folder,
      String clusterId,
      BrokerPorts ports,
      ChaosTiming timing,
      Supervisor supervisor) {
    this.id = id;
    Path file =
        PropertiesFile.write(
            folder.resolve("broker.properties"),
            properties(id, folder.resolve(RunFolder.DATA), clusterId, ports, timing));
    process = supervisor.process("broker-" + id, JVM_OPTIONS, BrokerMain.class, file);
  }

  int id() {
    return id;
  }

  public SupervisedProcess process() {
    return process;
  }

  private static Map<String, String> properties(
      int id, Path data, String clusterId, BrokerPorts ports, ChaosTiming timing) {
    Map<String, String> set = new HashMap<>();
    set.put(BrokerMain.CLUSTER_ID, clusterId);
    set.put("process.roles", "broker,controller");
    set.put("node.id", Integer.toString(id));
    set.put("log.dirs", data.toString());
    listeners(set, id, ports);

    set.put("default.replication.factor", "3");
    set.put("min.insync.replicas", "2");
    set.put("unclean.leader.election.enable", "false");
    set.put("auto.create.topics.enable", "false");
    // Three partitions instead of 50: every broker leads one, and a start takes seconds.
    for (String internal :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      set.put(internal + ".replication.factor", "3");
      set.put(internal + ".num.partitions", "3");
    }
    set.put("transaction.state.log.min.isr", "2");
    set.put("share.coordinator.state.topic.min.isr", "2");

    set.put("broker.session.timeout.ms", millis(timing.brokerSession().toMillis()));
    set.put("broker.heartbeat.interval.ms", millis(timing.brokerSession().toMillis() / 5));
    set.put(
        "transaction.abort.timed.out.transaction.cleanup.interval.ms",
        millis(timing.transactionCleanup().toMillis()));
    set.put("group.min.session.timeout.ms", "1000");
    set.put("group.initial.rebalance.delay.ms", "500");

    // Several brokers share two cores: fewer threads and smaller buffers than the defaults.
    set.put("num.network.threads", "1");
    set.put("num.io.threads", "4");
    set.put("num.recovery.threads.per.data.dir", "2");
    set.put("log.index.size.max.bytes", "1048576");
    set.put("log.cleaner.dedupe.buffer.size", "4194304");
    set.put("log.cleaner.io.buffer.size", "65536");
    return set;
  }

  private static void listeners(Map<String, String> set, int id, BrokerPorts ports) {
    Map<String, String> listeners = new HashMap<>();
    Map<String, String> advertised = new HashMap<>();
    listeners.put(CONTROLLER, BrokerPorts.address(ports.controller(id)));
    listeners.put(DIRECT, BrokerPorts.address(ports.direct(id)));
    advertised.put(DIRECT, BrokerPorts.address(ports.direct(id)));
    for (ServiceKind kind : ServiceKind.values()) {
      String name = "PROXIED_" + kind.name();
      listeners.put(name, BrokerPorts.address(ports.proxied(kind, id)));
      // Address of its proxy, so that clients of this listener keep using it.
      advertised.put(name, BrokerPorts.address(ports.proxy(kind, id)));
    }
    set.put("listeners", joined(listeners));
    set.put("advertised.listeners", joined(advertised));
    set.put(
        "listener.security.protocol.map",
        listeners.keySet().stream().map(l -> l + ":PLAINTEXT").collect(Collectors.joining(",")));
    set.put("inter.broker.listener.name", DIRECT);
    set.put("controller.listener.names", CONTROLLER);
    set.put(
        "controller.quorum.voters",
        IntStream.rangeClosed(1, BrokerPorts.BROKERS)
            .mapToObj(n -> n + "@" + BrokerPorts.address(ports.controller(n)))
            .collect(Collectors.joining(",")));
  }

  private static String joined(Map<String, String> listeners) {
    return listeners.entrySet().stream()
        .map(l -> l.getKey() + "://" + l.getValue())
        .collect(Collectors.joining(","));
  }

  private static String millis(long value) {
    return Long.toString(value);
  }
}
