package dev.darkstore.benchmarks.report;

import dev.darkstore.benchmarks.cluster.FloorTopology;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.Turn;
import dev.darkstore.benchmarks.section.Pairs;
import dev.darkstore.benchmarks.section.Pairs.Pair;
import dev.darkstore.benchmarks.section.Section;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Report of all results, as a Markdown page. */
public final class Report {
  private static final String METHOD =
      """
      Broker, the three services and the driver are separate processes on one machine. Load is an \
      open loop: orders are due at fixed instants, independently of earlier outcomes, and the \
      latency of an order is the time from that instant to its OrderPlaced at a read-committed \
      consumer. Every section starts with fresh processes, empty topics and a warm-up that is not \
      measured, until the compilers are nearly idle: on two cores that takes minutes. "Drain" is \
      the time from the instant of the last order to the last outcome. Orders are Avro, with two \
      lines on average, for 100 stores and 100 zones with sufficient stock; an agent for each order \
      comes online before its phase. One broker, one replica, one partition per topic, one thread \
      per service. "Others' CPU" is the CPU use of other processes, as a share of all cores.""";

  private static final String FLOOR =
      """
      A floor is a lower bound: it forwards orders over the same topics, in as many records of the \
      same sizes, with the same settings and the same service class, without state, Avro or timers. \
      One floor waits for a commit at every hop, five in sequence; the other sends requests and \
      votes ahead of the commit, as the system does, and waits for two. Floors and system share the \
      broker and run in turns. Without state a floor's coordinator cannot wait for the second of \
      two replies: it continues at the store's and drops delivery's. So it has as many hops and \
      records, changelogs excepted, and waits for one branch where the system waits for both.""";

  private Report() {}

  public static String of(Results results) {
    Markdown page = new Markdown();
    page.heading(1, "Results");
    page.paragraph(
        "Written by `./proof/benchmarks/run`; sections that were not measured are absent.");
    List<Row> rows = Rows.of(results);
    page.table(Row.HEADINGS, rows.stream().map(Row::cells).toList());
    page.paragraph("Of several measurements the median counts.");
    machines(page, results);
    page.heading(2, "How it is measured").paragraph(METHOD).paragraph(FLOOR);
    results.pairs().ifPresent(pairs -> pairs(page, pairs));
    results.alternatives().ifPresent(measured -> ReportTables.alternatives(page, measured));
    results.sustained().ifPresent(sustained -> ReportTables.sustained(page, sustained));
    results.rush().ifPresent(rush -> ReportTables.rush(page, rush));
    results.peer().ifPresent(peer -> ReportTables.peer(page, peer));
    results.timers().ifPresent(timers -> ReportTables.timers(page, timers));
    results.heap().ifPresent(heap -> ReportTables.heap(page, heap));
    results.contention().ifPresent(measured -> ReportTables.contention(page, measured));
    results.recovery().ifPresent(recovery -> ReportTables.recovery(page, recovery));
    results.growth().ifPresent(growth -> ReportTables.growth(page, growth));
    return page.toString();
  }

  private static void machines(Markdown page, Results results) {
    Map<Section, Machine> machines = new EnumMap<>(Section.class);
    results.pairs().ifPresent(r -> machines.put(Section.PAIRS, r.machine()));
    results.alternatives().ifPresent(r -> machines.put(Section.ALTERNATIVES, r.machine()));
    results.sustained().ifPresent(r -> machines.put(Section.SUSTAINED, r.machine()));
    results.rush().ifPresent(r -> machines.put(Section.RUSH, r.machine()));
    results.peer().ifPresent(r -> machines.put(Section.PEER, r.machine()));
    results.timers().ifPresent(r -> machines.put(Section.TIMERS, r.machine()));
    results.heap().ifPresent(r -> machines.put(Section.HEAP, r.machine()));
    results.contention().ifPresent(r -> machines.put(Section.CONTENTION, r.machine()));
    results.recovery().ifPresent(r -> machines.put(Section.RECOVERY, r.machine()));
    results.growth().ifPresent(r -> machines.put(Section.GROWTH, r.machine()));
    page.heading(2, "Where and when");
    page.table(
        List.of(
            "section",
            "processor",
            "cores",
            "memory",
            "system",
            "Java",
            "Kafka",
            "commit",
            "measured"),
        machines.entrySet().stream()
            .map(entry -> machineCells(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static List<String> machineCells(Section section, Machine machine) {
    return List.of(
        section.label(),
        machine.processor(),
        Integer.toString(machine.cores()),
        "%,d MiB".formatted(machine.memoryMegabytes()),
        machine.kernel(),
        machine.java(),
        machine.kafka(),
        machine.commit(),
        machine.measuredAt());
  }

  private static void pairs(Markdown page, Pairs pairs) {
    page.heading(2, "System and floor, in turns");
    page.paragraph(
        "Default settings of the services; heaps of 512 MiB, 1 GiB for the broker. %s Audit: %s."
            .formatted(ReportTables.warmth(pairs.warmUp()), ReportTables.verdict(pairs.audit())));
    for (int rate : List.of(Pairs.LOW_RATE, Pairs.HIGH_RATE)) {
      page.heading(3, "At %,d orders/s".formatted(rate));
      List<List<String>> rows = new ArrayList<>();
      int number = 1;
      for (Pair pair : pairs.pairs()) {
        rows.add(loadCells(number + ", floor, five commits", pair.floor().measuredAt(rate)));
        rows.add(loadCells(number + ", floor, two commits", pair.shortFloor().measuredAt(rate)));
        rows.add(loadCells(number + ", system", pair.system().measuredAt(rate)));
        number++;
      }
      page.table(
          List.of(
              "pair",
              "p50 ms",
              "p90 ms",
              "p99 ms",
              "max ms",
              "drain ms",
              "CPU ms/order",
              "Kafka transactions/s",
              "load average",
              "others' CPU"),
          rows);
    }
    knees(page, pairs);
    cpu(page, pairs);
    Pair last = pairs.pairs().get(pairs.pairs().size() - 1);
    ReportTables.traffic(page, last.system().measuredAt(Pairs.HIGH_RATE));
  }

  private static List<String> loadCells(String name, Turn.Measured measured) {
    LoadResult load = measured.load();
    return List.of(
        name,
        Summary.figure(load.latency().p50Millis()),
        Summary.figure(load.latency().p90Millis()),
        Summary.figure(load.latency().p99Millis()),
        Summary.figure(load.latency().maxMillis()),
        Summary.figure(load.drainMillis()),
        Summary.figure(load.cpuMillisPerOrderWithoutDriver()),
        Summary.figure(measured.traffic().kafkaTransactionsPerSecond()),
        Summary.figure(load.loadAverage()),
        Summary.figure(load.othersCpuShare()));
  }

  private static void knees(Markdown page, Pairs pairs) {
    page.heading(3, "The highest rate that drains within a second");
    page.paragraph("Five seconds for each rate; each is a fifth higher than the previous one.");
    List<List<String>> rows = new ArrayList<>();
    int number = 1;
    for (Pair pair : pairs.pairs()) {
      rows.add(
          List.of(
              Integer.toString(number),
              knee(pair.floor()),
              knee(pair.shortFloor()),
              knee(pair.system())));
      number++;
    }
    page.table(List.of("pair", "floor, five commits", "floor, two commits", "system"), rows);
  }

  private static String knee(Turn turn) {
    return turn.kneePerSecond().map("%,d"::formatted).orElse("none");
  }

  private static void cpu(Markdown page, Pairs pairs) {
    page.heading(3, "CPU per order, by process, at %,d orders/s".formatted(Pairs.HIGH_RATE));
    Map<String, List<Double>> byProcess = new TreeMap<>();
    for (Pair pair : pairs.pairs()) {
      for (Turn turn : List.of(pair.floor(), pair.shortFloor(), pair.system())) {
        String side =
            switch (turn.kind()) {
              case FLOOR -> "floor, five commits: ";
              case SHORT_FLOOR -> "floor, two commits: ";
              case SYSTEM -> "system: ";
            };
        turn.at(Pairs.HIGH_RATE)
            .cpuMillisPerOrder()
            .forEach(
                (process, millis) ->
                    byProcess
                        .computeIfAbsent(
                            side + FloorTopology.bare(process), name -> new ArrayList<>())
                        .add(millis));
      }
    }
    page.table(
        List.of("process", "min ms", "median ms", "max ms"),
        byProcess.entrySet().stream()
            .map(entry -> ReportTables.summaryCells(entry.getKey(), entry.getValue()))
            .toList());
  }
}
