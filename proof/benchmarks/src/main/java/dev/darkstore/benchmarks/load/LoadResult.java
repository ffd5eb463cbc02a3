package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.Usage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Result of a phase of load.
 *
 * @param offeredPerSecond rate at which orders were due
 * @param outcomesPerSecond rate of orders with an outcome, from the first order's instant to the
 *     last outcome
 * @param latency time from an order's instant to its OrderPlaced
 * @param drainMillis time from the last order's instant to the last outcome
 * @param sendLagMillis greatest lateness of the driver in sending an order
 * @param cpuMillisPerOrder CPU time, by process
 * @param othersCpuShare CPU time of processes outside the benchmark, as a share of all cores
 * @param loadAverage load average of the last minute, at the end
 */
public record LoadResult(
    int offeredPerSecond,
    double outcomesPerSecond,
    Latency latency,
    double drainMillis,
    double sendLagMillis,
    Completeness completeness,
    Map<String, Double> cpuMillisPerOrder,
    double cpuMillisPerOrderWithoutDriver,
    double othersCpuShare,
    double loadAverage) {

  public static LoadResult of(Phase phase, double sendLagMillis, Usage used) {
    Map<String, Double> cpu = new LinkedHashMap<>();
    used.secondsByProcess()
        .forEach((name, seconds) -> cpu.put(name, seconds * 1000 / phase.orders()));
    double services =
        cpu.entrySet().stream()
            .filter(e -> !e.getKey().equals(Usage.DRIVER))
            .mapToDouble(Map.Entry::getValue)
            .sum();
    double cores = Runtime.getRuntime().availableProcessors();
    return new LoadResult(
        phase.ordersPerSecond(),
        phase.outcomesPerSecond(),
        phase.latency(),
        phase.drainMillis(),
        sendLagMillis,
        phase.completeness(),
        cpu,
        services,
        used.othersSeconds() / (used.takenNanos() / 1e9 * cores),
        Usage.loadAverage());
  }
}
