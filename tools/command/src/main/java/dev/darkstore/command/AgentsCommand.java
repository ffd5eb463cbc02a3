package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.supply.AgentFold;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Text;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code darkstore agents}. */
@Command(name = "agents", description = "Sends updates of agents, and shows their state.")
final class AgentsCommand {
  @Spec private CommandSpec spec;

  /** Option for the zone. */
  static final class Zone {
    @Option(names = "--zone", paramLabel = "ID", required = true, description = "The agents' zone.")
    private String zoneId;
  }

  /** {@code darkstore agents online}. */
  @Command(
      name = "online",
      description = "Sets agents online: they take trips in this zone from now on.")
  int online(
      @Mixin ClusterOptions options,
      @Mixin SupplyOptions supply,
      @Mixin Zone zone,
      @Parameters(arity = "1..*", paramLabel = "AGENT", description = "The agents' ids.")
          List<String> agents)
      throws InterruptedException {
    return send(options, supply, zone, agents, new AgentOnline(), "online");
  }

  /** {@code darkstore agents offline}. */
  @Command(
      name = "offline",
      description = "Sets agents offline in this zone; assigned trips are still made.")
  int offline(
      @Mixin ClusterOptions options,
      @Mixin SupplyOptions supply,
      @Mixin Zone zone,
      @Parameters(arity = "1..*", paramLabel = "AGENT", description = "The agents' ids.")
          List<String> agents)
      throws InterruptedException {
    return send(options, supply, zone, agents, new AgentOffline(), "offline");
  }

  /** {@code darkstore agents completed}. */
  @Command(
      name = "completed",
      description = "Reports an order as delivered: the agent is free again.")
  int completed(
      @Mixin ClusterOptions options,
      @Mixin SupplyOptions supply,
      @Mixin Zone zone,
      @Parameters(paramLabel = "AGENT", description = "The agent's id.") String agentId,
      @Parameters(paramLabel = "ORDER", description = "The order's id.") String orderId)
      throws InterruptedException {
    return send(
        options,
        supply,
        zone,
        List.of(agentId),
        new DeliveryCompleted(orderId),
        "completed " + Text.escape(orderId));
  }

  /** {@code darkstore agents show}. */
  @Command(
      name = "show",
      description = "Shows the agents' states and orders, as far as the topics go back.")
  int show(
      @Mixin ClusterOptions options,
      @Option(names = "--zone", paramLabel = "ID", split = ",", description = "Only these zones.")
          Set<String> zones,
      @Option(names = "--json", description = "Print each agent as one JSON object a line.")
          boolean json)
      throws InterruptedException {
    AgentFold fold = new AgentFold(Integer.MAX_VALUE);
    try (Cluster cluster = options.connect();
        LogReader reader = new LogReader(cluster, "darkstore-agents")) {
      reader.assign(AgentFold.TOPICS.toArray(Topic[]::new));
      reader.readToEnd(record -> fold.accept(LogEntry.of(record)));
    }
    List<AgentFold.Agent> shown =
        fold.agents().stream().filter(a -> zones == null || zones.contains(a.zoneId())).toList();
    Terminal terminal = Terminal.standard(spec.commandLine().getOut());
    if (json) {
      shown.forEach(agent -> terminal.line(json(agent)));
      return ExitStatus.OK;
    }
    if (shown.isEmpty()) {
      terminal.line("no such agents; 'darkstore agents online' sets some online");
      return ExitStatus.OK;
    }
    terminal.line(terminal.dim("zone                  agent                 state"));
    for (AgentFold.Agent agent : shown) {
      terminal.line(
          "%-20s  %-20s  %s"
              .formatted(
                  Text.escape(agent.zoneId()),
                  Text.escape(agent.agentId()),
                  agent.isFree() ? terminal.green(state(agent)) : state(agent)));
    }
    return ExitStatus.OK;
  }

  private static String state(AgentFold.Agent agent) {
    String word = agent.isOnline() ? "" : "offline";
    String doing =
        agent
            .orderId()
            .map(id -> (agent.isAssigned() ? "delivers " : "reserved for ") + Text.escape(id))
            .orElse(agent.isEntering() ? "entering" : agent.isOnline() ? "free" : "");
    return word.isEmpty() || doing.isEmpty() ? word + doing : word + ", " + doing;
  }

  private static String json(AgentFold.Agent agent) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("zoneId", agent.zoneId());
    fields.put("agentId", agent.agentId());
    fields.put("online", agent.isOnline());
    fields.put("entering", agent.isEntering());
    fields.put("free", agent.isFree());
    fields.put("orderId", agent.orderId().orElse(null));
    fields.put("assigned", agent.isAssigned());
    return Text.escape(JsonLine.of(fields));
  }

  private int send(
      ClusterOptions options,
      SupplyOptions supply,
      Zone zone,
      List<String> agents,
      Object body,
      String done)
      throws InterruptedException {
    List<SupplyOptions.Update> updates = new ArrayList<>();
    for (String agentId : agents) {
      AgentUpdate update = new AgentUpdate(zone.zoneId, null, agentId, body);
      Limits.violation(update)
          .ifPresent(
              broken -> {
                throw new ParameterException(spec.commandLine(), broken);
              });
      updates.add(
          new SupplyOptions.Update(
              "%s  %s  %s".formatted(agentId, zone.zoneId, done), clients -> clients.send(update)));
    }
    return supply.send(options, Topic.AGENT_UPDATES, zone.zoneId, updates);
  }
}
