package dev.darkstore.runtime.service;

import dev.darkstore.http.Routes;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.TopologyDescription;

/**
 * Definition of a service: everything in which it differs from other services.
 *
 * @param name name of the service; its Kafka application is {@code darkstore-} and this, after the
 *     prefix of the installation
 * @param topics topics that it reads and writes in an installation, without the dead letters
 * @param topology factory of its topology
 * @param httpPort default HTTP port
 * @param routes factory of its HTTP pages besides health and metrics
 * @param settings settings that only this service has; their names begin with {@code darkstore.}
 */
public record ServiceDefinition(
    String name,
    Function<Installation, List<Topic>> topics,
    TopologyFactory topology,
    int httpPort,
    Function<Service, Routes> routes,
    ConfigDef settings) {

  /** Creates a service without further settings. */
  public ServiceDefinition(
      String name,
      Function<Installation, List<Topic>> topics,
      TopologyFactory topology,
      int httpPort,
      Function<Service, Routes> routes) {
    this(name, topics, topology, httpPort, routes, new ConfigDef());
  }

  /** Creates a service without further HTTP pages, on any free port. */
  public ServiceDefinition(
      String name, Function<Installation, List<Topic>> topics, TopologyFactory topology) {
    this(name, topics, topology, 0, service -> Routes.NONE);
  }

  /** Factory of a service's topology. */
  @FunctionalInterface
  public interface TopologyFactory {
    ServiceTopology build(ServiceSettings settings, TopologySettings topology);
  }

  /** Returns our topics that its topology reads. */
  List<Topic> reads(ServiceSettings settings) {
    return InternalTopic.topology(this, settings).describe().subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .filter(TopologyDescription.Source.class::isInstance)
        .flatMap(source -> ((TopologyDescription.Source) source).topicSet().stream())
        .flatMap(name -> settings.installation().topic(name).stream())
        .toList();
  }

  /** Returns the Kafka application id of the service in an installation. */
  public String applicationId(Installation installation) {
    return installation.prefixed("darkstore-" + name);
  }
}
