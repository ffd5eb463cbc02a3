package dev.darkstore.chaos;

import java.nio.file.Path;

/**
 * One process of a service.
 *
 * @param number from 1
 * @param stateFolder where it keeps its state; safe to touch only while it is held down
 */
record ServiceProcess(ServiceKind kind, int number, Path stateFolder, SupervisedProcess process) {

  /** The name of a process, which is its client id as well. */
  static String name(ServiceKind kind, int number) {
    return kind.label() + "-" + number;
  }

  String name() {
    return process.name();
  }
}
