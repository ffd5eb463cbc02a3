package dev.darkstore.chaos.cluster;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Class path of the child processes: that of the harness, with its class-data archive if it has
 * one.
 */
record ClassPath(List<String> options) {
  private static final String ARCHIVE = "-XX:SharedArchiveFile=";

  ClassPath {
    options = List.copyOf(options);
  }

  static ClassPath ofThisProcess() {
    List<String> options = new ArrayList<>();
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith(ARCHIVE))
        .forEach(
            archive -> {
              options.add(archive);
              // An archive that does not fit is ignored without a warning.
              options.add("-Xshare:auto");
              options.add("-Xlog:cds*=off");
            });
    options.add("-cp");
    options.add(System.getProperty("java.class.path"));
    return new ClassPath(options);
  }
}
