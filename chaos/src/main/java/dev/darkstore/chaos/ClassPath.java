package dev.darkstore.chaos;

import java.util.List;

/** The class path of the child processes: the harness's own. */
record ClassPath(List<String> options) {
  ClassPath {
    options = List.copyOf(options);
  }

  static ClassPath ofThisProcess() {
    return new ClassPath(List.of("-cp", System.getProperty("java.class.path")));
  }
}
