package dev.darkstore.benchmarks.report;

import dev.darkstore.benchmarks.cluster.Spread;
import dev.darkstore.benchmarks.load.Completeness;
import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.Traffic;
import dev.darkstore.benchmarks.load.Turn;
import dev.darkstore.benchmarks.load.Verdict;
import dev.darkstore.benchmarks.load.WarmUp;
import dev.darkstore.benchmarks.section.Alternatives;
import dev.darkstore.benchmarks.section.Contention;
import dev.darkstore.benchmarks.section.Growth;
import dev.darkstore.benchmarks.section.Heap;
import dev.darkstore.benchmarks.section.Peer;
import dev.darkstore.benchmarks.section.PostgresCrash;
import dev.darkstore.benchmarks.section.Recovery;
import dev.darkstore.benchmarks.section.Rush;
import dev.darkstore.benchmarks.section.Sustained;
import dev.darkstore.benchmarks.section.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tables of the report, section by section. */
final class ReportTables {
  private static final List<String> LOAD_HEADINGS =
      List.of(
          "",
          "orders/s",
          "p50 ms",
          "p90 ms",
          "p99 ms",
          "max ms",
          "drain ms",
          "CPU ms/order",
          "others' CPU");

  private static final Map<String, String> WHY =
      Map.ofEntries(
          Map.entry("orders", "the order"),
          Map.entry("order-events", "OrderReceived, OrderPlaced"),
          Map.entry("store-commands", "Reserve, Commit"),
          Map.entry("delivery-commands", "Reserve, Commit"),
          Map.entry("store-releases", "Settle"),
          Map.entry("delivery-releases", "Settle"),
          Map.entry("store-votes", "Reserved, ahead of the commit"),
          Map.entry("delivery-votes", "Reserved, ahead of the commit"),
          Map.entry("store-events", "Reserved, Assigned"),
          Map.entry("delivery-events", "Reserved, Assigned"),
          Map.entry("store-notifications", "PickOrder"),
          Map.entry("delivery-notifications", "DeliverOrder"),
          Map.entry(
              "darkstore-coordinator-open-transactions-changelog",
              "the transaction at a commit; deleted"),
          Map.entry("darkstore-coordinator-closed-transactions-changelog", "the outcome"),
          Map.entry(
              "darkstore-store-open-reservations-changelog",
              "the reservation at a commit; deleted"),
          Map.entry("darkstore-store-closed-reservations-changelog", "assigned"),
          Map.entry("darkstore-store-units-changelog", "remaining stock, one per line"),
          Map.entry(
              "darkstore-delivery-open-reservations-changelog",
              "the reservation at a commit; deleted"),
          Map.entry("darkstore-delivery-closed-reservations-changelog", "assigned"),
          Map.entry("darkstore-delivery-units-changelog", "the agent is taken"),
          Map.entry("__consumer_offsets", "one per partition and Kafka transaction"),
          Map.entry("__transaction_state", "begun, prepared, complete"));

  private ReportTables() {}

  static void alternatives(Markdown page, Alternatives alternatives) {
    page.heading(2, "Alternatives to the defaults");
    page.paragraph(
        "On one broker, with new service processes for each row; the defaults come first and last: "
            + "their difference is the noise of the measurement.");
    List<List<String>> rows = new ArrayList<>();
    for (Alternatives.Tried tried : alternatives.tried()) {
      rows.add(loadCells(tried.name() + ", 100/s", tried.low()));
      rows.add(loadCells(tried.name() + ", 1,000/s", tried.high()));
    }
    page.table(LOAD_HEADINGS, rows);
  }

  static void sustained(Markdown page, Sustained sustained) {
    page.heading(2, "With a commit every 100 ms");
    page.paragraph(
        "With `%s`, heaps of %,d MiB. Short phases find a first rate. It rises by the minute until "
                .formatted(
                    sustained.profile().settings(), sustained.profile().serviceHeapMegabytes())
            + "the p99 exceeds half a second, or falls until it does not. "
            + warmth(sustained.warmUp()));
    List<List<String>> rows = new ArrayList<>();
    for (Turn.Measured measured : sustained.steady()) {
      rows.add(loadCells("before", measured.load()));
    }
    int number = 1;
    for (Sustained.Attempt attempt : sustained.attempts()) {
      for (LoadResult minute : attempt.minutes()) {
        rows.add(loadCells("attempt " + number, minute));
      }
      number++;
    }
    page.table(LOAD_HEADINGS, rows);
    page.paragraph("Audit: %s.".formatted(verdict(sustained.audit())));
    traffic(page, sustained.steady().get(0));
  }

  static void traffic(Markdown page, Turn.Measured measured) {
    page.heading(
        3, "Records per order, at %,d orders/s".formatted(measured.load().offeredPerSecond()));
    page.paragraph(
        "Counted by reading every log, in the last measurement. Markers end a Kafka "
            + "transaction on a partition; one is shared by all orders of the transaction.");
    Traffic traffic = measured.traffic();
    List<List<String>> rows = new ArrayList<>();
    traffic.byTopic().forEach((topic, part) -> rows.add(topicCells(topic, part)));
    rows.add(
        List.of(
            "**all but Kafka's own**",
            Summary.figure(traffic.records()),
            Summary.figure(traffic.bytes()),
            Summary.figure(traffic.markers()),
            "%s Kafka transactions per order; %s bytes on disk, overhead of Kafka included"
                .formatted(
                    Summary.figure(traffic.kafkaTransactions()),
                    Summary.figure(traffic.bytesOnDisk()))));
    page.table(List.of("topic", "records", "bytes", "markers", "why"), rows);
  }

  static void rush(Markdown page, Rush rush) {
    page.heading(2, "More than can be done");
    page.paragraph(
        "Orders at full rate on cold processes; then twice the highest rate that "
            + "drains; and a low rate after each. Audit: %s.".formatted(verdict(rush.audit())));
    List<List<String>> rows = new ArrayList<>();
    rows.add(outcomeCells("cold", rush.cold()));
    rows.add(outcomeCells("after it", rush.afterCold()));
    rush.overload().ifPresent(load -> rows.add(outcomeCells("overload", load)));
    rush.afterOverload().ifPresent(load -> rows.add(outcomeCells("after it", load)));
    page.table(
        List.of("", "offered/s", "placed", "rejected", "missing", "repeated", "p99 ms", "drain ms"),
        rows);
  }

  private static List<String> outcomeCells(String name, LoadResult load) {
    Completeness completeness = load.completeness();
    return List.of(
        name,
        "%,d".formatted(load.offeredPerSecond()),
        "%,d".formatted(completeness.placed()),
        "%,d".formatted(completeness.rejected()),
        "%,d".formatted(completeness.missing()),
        "%,d".formatted(completeness.repeated()),
        completeness.placed() == 0 ? "" : Summary.figure(load.latency().p99Millis()),
        Summary.figure(load.drainMillis()));
  }

  static void peer(Markdown page, Peer peer) {
    page.heading(2, "Two-phase commit over PostgreSQL " + peer.coordinatorCrash().postgres());
    page.paragraph(
        """
        Clients place the same orders in sequence: take the goods and an agent, PREPARE TRANSACTION \
        in both databases, log the decision, COMMIT PREPARED in both. The databases share one \
        server, which favours them: one flush of its log serves both. No notifications are sent. \
        PostgreSQL with fsync off is as durable as one Kafka broker, which does not wait for its \
        disk.""");
    page.table(
        List.of("fsync", "clients", "orders/s", "p50 ms", "p99 ms", "max ms", "agrees"),
        peer.rows().stream()
            .map(
                row ->
                    List.of(
                        row.fsync() ? "on" : "off",
                        Integer.toString(row.clients()),
                        Summary.figure(row.ordersPerSecond()),
                        Summary.figure(row.latency().p50Millis()),
                        Summary.figure(row.latency().p99Millis()),
                        Summary.figure(row.latency().maxMillis()),
                        row.consistent() ? "yes" : "**no**"))
            .toList());
    PostgresCrash crash = peer.coordinatorCrash();
    page.paragraph(
        """
        After a crash of its coordinator with %d orders prepared, %d prepared transactions hold %d \
        locks; after a crash and restart of the databases %d remain. The next order for the same \
        goods waits for its lock timeout, %s ms, and %s: `%s`. A reservation of this system \
        expires after the hold, two minutes by default, and blocks only what it reserved."""
            .formatted(
                crash.orders(),
                crash.preparedAfterCrash(),
                crash.rowLocksAfterCrash(),
                crash.preparedAfterRestart(),
                Summary.figure(crash.nextOrderWaitedMillis()),
                crash.nextOrderFails() ? "fails" : "is placed",
                crash.nextOrderMessage().replace('\n', ' ')));
  }

  static void timers(Markdown page, Timers timers) {
    page.heading(2, "Timers");
    page.table(
        List.of(
            "open deadlines", "idle tick p50 ns", "p99 ns", "max ns", "note and cancel one, ns"),
        timers.idleTick().stream()
            .map(
                tick ->
                    List.of(
                        "%,d".formatted(tick.open()),
                        "%,d".formatted(tick.tickNanosP50()),
                        "%,d".formatted(tick.tickNanosP99()),
                        "%,d".formatted(tick.tickNanosMax()),
                        Summary.figure(tick.scheduleNanos())))
            .toList());
    List<List<String>> loads = new ArrayList<>();
    loads.add(loadCells("nothing else open", timers.before()));
    timers
        .whileOpen()
        .forEach((open, load) -> loads.add(loadCells("%,d open".formatted(open), load)));
    loads.add(
        loadCells(
            "%,d running out at once".formatted(timers.expiringReservations()),
            timers.whileExpiring()));
    page.table(LOAD_HEADINGS, loads);
  }

  static void contention(Markdown page, Contention contention) {
    page.heading(2, "Contention");
    page.paragraph(
        "Different distributions of the demand, on one cluster. Audit: %s."
            .formatted(verdict(contention.audit())));
    List<List<String>> rows = new ArrayList<>();
    contention.bySpread().forEach((spread, load) -> rows.add(loadCells(spread.label(), load)));
    rows.add(loadCells(Spread.EVEN.label() + ", again", contention.evenAgain()));
    page.table(LOAD_HEADINGS, rows);
  }

  static void heap(Markdown page, Heap heap) {
    page.heading(2, "Heap");
    page.paragraph(
        "Each service with a heap of %d MiB; live objects after a full collection, before the load and after each minute of it."
            .formatted(heap.profile().serviceHeapMegabytes()));
    List<List<String>> rows = new ArrayList<>();
    heap.liveMegabytes()
        .forEach(
            (process, megabytes) ->
                rows.add(
                    List.of(
                        process,
                        String.join(", ", megabytes.stream().map(Summary::figure).toList()))));
    page.table(List.of("service", "MiB"), rows);
    List<List<String>> loads = new ArrayList<>();
    for (LoadResult load : heap.loads()) {
      loads.add(loadCells("minute " + (loads.size() + 1), load));
    }
    page.table(LOAD_HEADINGS, loads);
  }

  static void recovery(Markdown page, Recovery recovery) {
    page.heading(2, "Killed with %,d closed orders".formatted(recovery.closedOrders()));
    page.paragraph(
        """
        kill -9 at 100 orders/s, then the longest time without a placed order on a partition. Started \
        at once with that much state to restore, the three services were running after %s s."""
            .formatted(Summary.figure(recovery.startSeconds())));
    page.table(
        List.of("service", "replacement", "seconds", "placed", "rejected", "missing"),
        recovery.kills().stream()
            .map(
                kill ->
                    List.of(
                        kill.part().toString(),
                        kill.standby() ? "a second instance" : "itself, restarted at once",
                        Summary.figure(kill.silenceSeconds()),
                        Integer.toString(kill.completeness().placed()),
                        Integer.toString(kill.completeness().rejected()),
                        Integer.toString(kill.completeness().missing())))
            .toList());
  }

  static void growth(Markdown page, Growth growth) {
    page.heading(2, "Growth");
    page.paragraph(
        """
        Closed orders are added to the changelogs while the services are stopped, and restored when \
        they start: after %s s all three were running. Each row has fresh processes, warmed up."""
            .formatted(
                String.join(
                    ", ",
                    growth.grown().stream().map(g -> Summary.figure(g.startSeconds())).toList())));
    page.table(
        LOAD_HEADINGS,
        growth.grown().stream()
            .map(grown -> loadCells("%,d closed".formatted(grown.closedOrders()), grown.load()))
            .toList());
  }

  static List<String> summaryCells(String name, List<Double> values) {
    Summary summary = Summary.of(values);
    return List.of(
        name,
        Summary.figure(summary.min()),
        Summary.figure(summary.median()),
        Summary.figure(summary.max()));
  }

  static List<String> topicCells(String topic, Traffic.OfTopic part) {
    return List.of(
        topic,
        Summary.figure(part.records()),
        Summary.figure(part.bytes()),
        Summary.figure(part.markers()),
        WHY.getOrDefault(topic, ""));
  }

  static String warmth(WarmUp warmUp) {
    return "Warmed up for %s s; at its end %s compilers were active on average."
        .formatted(Summary.figure(warmUp.seconds()), Summary.figure(warmUp.compilersBusy()));
  }

  static String verdict(Verdict verdict) {
    return verdict.clean() ? "clean" : "violations: " + verdict.violations();
  }

  private static List<String> loadCells(String name, LoadResult load) {
    return List.of(
        name,
        Summary.figure(load.outcomesPerSecond()),
        Summary.figure(load.latency().p50Millis()),
        Summary.figure(load.latency().p90Millis()),
        Summary.figure(load.latency().p99Millis()),
        Summary.figure(load.latency().maxMillis()),
        Summary.figure(load.drainMillis()),
        Summary.figure(load.cpuMillisPerOrderWithoutDriver()),
        Summary.figure(load.othersCpuShare()));
  }
}
