package dev.darkstore.benchmarks.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** Lifecycle of a child process: it runs until its input ends. */
final class ChildLife {
  private static final long STOP_LIMIT_NANOS = 15_000_000_000L;

  private ChildLife() {}

  /** Reports that the process is ready, and answers questions until its input ends. */
  static void runUntilInputEnds(String readyMessage) throws IOException {
    System.out.println(JavaProcess.READY + readyMessage);
    System.out.flush();
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      System.out.println(JavaProcess.ANSWER + answer(JavaProcess.Question.valueOf(line)));
      System.out.flush();
    }
    Thread limit = new Thread(ChildLife::haltLater, "stop-limit");
    limit.setDaemon(true);
    limit.start();
  }

  private static long answer(JavaProcess.Question question) {
    return switch (question) {
      case LIVE_HEAP -> {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        yield memory.getHeapMemoryUsage().getUsed();
      }
      case COMPILED -> ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    };
  }

  private static void haltLater() {
    long end = System.nanoTime() + STOP_LIMIT_NANOS;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(STOP_LIMIT_NANOS);
    }
    Runtime.getRuntime().halt(3);
  }
}
