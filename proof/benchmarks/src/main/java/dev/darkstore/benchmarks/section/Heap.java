package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.JavaProcess;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.cluster.MeasuredProfile;
import dev.darkstore.benchmarks.load.Agents;
import dev.darkstore.benchmarks.load.BenchmarkProgress;
import dev.darkstore.benchmarks.load.Driver;
import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.LoadStep;
import dev.darkstore.benchmarks.load.WarmUp;
import dev.darkstore.services.ServiceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results of the services with a small heap, and growth of their live data.
 *
 * @param liveMegabytes live data by process, after a full collection before the load and after each
 *     part of it
 */
public record Heap(
    Machine machine,
    MeasuredProfile profile,
    List<LoadResult> loads,
    Map<String, List<Double>> liveMegabytes) {
  private static final int HEAP_MEGABYTES = 256;
  private static final LoadStep LOAD = LoadStep.of(1_000, 60);
  private static final double BYTES_PER_MEGABYTE = 1024.0 * 1024.0;

  public Heap {
    loads = List.copyOf(loads);
    liveMegabytes = new LinkedHashMap<>(liveMegabytes);
  }

  /** Measures the live data over some minutes of load. */
  public static Heap measure(Path folder, int minutes) {
    BenchmarkProgress.print("heap");
    MeasuredProfile profile = MeasuredProfile.LATENCY.withHeapMegabytes(HEAP_MEGABYTES);
    try (Cluster cluster = Cluster.start(profile, folder);
        Driver driver = new Driver(cluster, Agents.POOL)) {
      driver.open();
      WarmUp.run(driver);
      Map<String, List<Double>> live = new LinkedHashMap<>();
      List<LoadResult> loads = new ArrayList<>();
      note(cluster, live);
      for (int minute = 0; minute < minutes; minute++) {
        loads.add(driver.run(LOAD));
        note(cluster, live);
      }
      return new Heap(Machine.here(), profile, loads, live);
    }
  }

  private static void note(Cluster cluster, Map<String, List<Double>> live) {
    for (ServiceKind kind : ServiceKind.values()) {
      JavaProcess service = cluster.service(kind);
      live.computeIfAbsent(service.name(), name -> new ArrayList<>())
          .add(service.ask(JavaProcess.Question.LIVE_HEAP) / BYTES_PER_MEGABYTE);
    }
  }
}
