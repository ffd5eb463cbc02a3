package dev.darkstore.chaos.cluster;

import dev.darkstore.harness.PropertiesFile;
import dev.darkstore.services.ServiceKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Process of a service.
 *
 * @param number number, from 1
 * @param stateFolder its state directory; may be changed only while it is held down
 * @param propertiesFile settings file that it reads at its start
 * @param properties its settings
 */
public record ServiceProcess(
    ServiceKind kind,
    int number,
    Path stateFolder,
    SupervisedProcess process,
    Path propertiesFile,
    Map<String, String> properties) {

  /** Returns the name of a process, which is also its client id. */
  public static String name(ServiceKind kind, int number) {
    return kind + "-" + number;
  }

  /** Adds settings for its next starts. */
  void configure(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(properties);
    all.putAll(more);
    PropertiesFile.write(propertiesFile, all);
  }

  public String name() {
    return process.name();
  }
}
