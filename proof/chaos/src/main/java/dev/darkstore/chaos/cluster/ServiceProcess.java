package dev.darkstore.chaos.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * One process of a service.
 *
 * @param number from 1
 * @param stateFolder where it keeps its state; safe to touch only while it is held down
 * @param propertiesFile file that it reads at its start
 * @param properties settings that it is meant to have
 */
public record ServiceProcess(
    ServiceKind kind,
    int number,
    Path stateFolder,
    SupervisedProcess process,
    Path propertiesFile,
    Map<String, String> properties) {

  /** The name of a process, which is its client id as well. */
  public static String name(ServiceKind kind, int number) {
    return kind.label() + "-" + number;
  }

  /** Gives its next starts these settings as well. */
  void configure(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(properties);
    all.putAll(more);
    PropertiesFile.write(propertiesFile, all);
  }

  public String name() {
    return process.name();
  }
}
