package dev.darkstore.chaos.cluster;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * The class path of the child processes: the harness's own, and its archive of loaded classes, if
 * it was started with one.
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
              // One that does not fit is left aside, and no more said of it.
              options.add("-Xshare:auto");
              options.add("-Xlog:cds*=off");
            });
    options.add("-cp");
    options.add(System.getProperty("java.class.path"));
    return new ClassPath(options);
  }
}
