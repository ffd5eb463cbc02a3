package dev.darkstore.benchmarks.report;

import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.Turn;
import dev.darkstore.benchmarks.section.Growth;
import dev.darkstore.benchmarks.section.Heap;
import dev.darkstore.benchmarks.section.IdleTick;
import dev.darkstore.benchmarks.section.Pairs;
import dev.darkstore.benchmarks.section.Pairs.Pair;
import dev.darkstore.benchmarks.section.Peer;
import dev.darkstore.benchmarks.section.Recovery;
import dev.darkstore.benchmarks.section.Sustained;
import dev.darkstore.benchmarks.section.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Targets with their measurements. A target that was not measured has no row. */
final class Rows {
  private static final String TIMES = " ×";
  private static final String MILLIS = " ms";
  private static final int PEER_CLIENTS = 16;

  private Rows() {}

  static List<Row> of(Results results) {
    List<Row> rows = new ArrayList<>();
    results.pairs().ifPresent(pairs -> addPairs(rows, pairs.pairs()));
    results.sustained().ifPresent(sustained -> addSustained(rows, sustained, results.peer()));
    results.timers().ifPresent(timers -> addTimers(rows, timers));
    results.growth().ifPresent(growth -> addGrowth(rows, growth));
    results.recovery().ifPresent(recovery -> addRecovery(rows, recovery));
    results.heap().ifPresent(heap -> addHeap(rows, heap));
    return rows;
  }

  private static void addPairs(List<Row> rows, List<Pair> pairs) {
    for (int rate : List.of(Pairs.LOW_RATE, Pairs.HIGH_RATE)) {
      rows.add(
          Row.atMost(
              "p50 at %,d orders/s, system ÷ floor of five commits".formatted(rate),
              0.5,
              TIMES,
              ratios(pairs, Pair::floor, turn -> turn.at(rate).latency().p50Millis())));
      rows.add(
          Row.atMost(
              "p50 at %,d orders/s, system ÷ floor of two commits".formatted(rate),
              1.3,
              TIMES,
              ratios(pairs, Pair::shortFloor, turn -> turn.at(rate).latency().p50Millis())));
      rows.add(
          Row.atMost(
              "p99 at %,d orders/s, system ÷ floor of two commits".formatted(rate),
              1.3,
              TIMES,
              ratios(pairs, Pair::shortFloor, turn -> turn.at(rate).latency().p99Millis())));
    }
    List<Pair> withKnee =
        pairs.stream()
            .filter(p -> p.shortFloor().kneePerSecond().isPresent())
            .filter(p -> p.system().kneePerSecond().isPresent())
            .toList();
    if (!withKnee.isEmpty()) {
      rows.add(
          Row.atLeast(
              "highest rate that drains within a second, system ÷ floor of two commits",
              0.6,
              TIMES,
              ratios(withKnee, Pair::shortFloor, turn -> turn.kneePerSecond().orElseThrow())));
    }
    rows.add(
        Row.atMost(
            "p50 at 100 orders/s",
            32,
            MILLIS,
            of(pairs, turn -> turn.at(Pairs.LOW_RATE).latency().p50Millis())));
    rows.add(
        Row.atMost(
            "p99 at 100 orders/s",
            80,
            MILLIS,
            of(pairs, turn -> turn.at(Pairs.LOW_RATE).latency().p99Millis())));
    rows.add(
        Row.atMost(
            "p50 at 1,000 orders/s",
            50,
            MILLIS,
            of(pairs, turn -> turn.at(Pairs.HIGH_RATE).latency().p50Millis())));
    rows.add(
        Row.atMost(
            "p99 at 1,000 orders/s",
            150,
            MILLIS,
            of(pairs, turn -> turn.at(Pairs.HIGH_RATE).latency().p99Millis())));
    rows.add(
        Row.atMost(
            "records per placed order, commit every 10 ms",
            30,
            "",
            of(pairs, turn -> turn.measuredAt(Pairs.HIGH_RATE).traffic().records())));
  }

  private static void addSustained(List<Row> rows, Sustained sustained, Optional<Peer> peer) {
    // An attempt without a sustained rate counts, too.
    List<Double> rates =
        sustained.attempts().stream()
            .map(attempt -> attempt.best().map(LoadResult::outcomesPerSecond).orElse(0.0))
            .toList();
    rows.add(
        Row.atLeast("orders/s sustained for a minute, p99 within half a second", 8_000, "", rates));
    Turn.Measured low = sustained.steady().get(0);
    Turn.Measured middle = sustained.steady().get(1);
    rows.add(
        Row.atMost(
            "p50 at 1,000 orders/s, commit every 100 ms",
            180,
            MILLIS,
            List.of(low.load().latency().p50Millis())));
    rows.add(
        Row.atMost(
            "records per placed order, commit every 100 ms",
            24,
            "",
            List.of(low.traffic().records())));
    rows.add(
        Row.atMost(
            "changelog records per placed order, commit every 100 ms",
            9,
            "",
            List.of(low.traffic().changelogRecords())));
    rows.add(
        Row.atMost(
            "CPU per order at 2,000 orders/s, commit every 100 ms, without the driver",
            0.5,
            MILLIS,
            List.of(middle.load().cpuMillisPerOrderWithoutDriver())));
    peer.ifPresent(
        measured -> {
          rows.add(overPeer(rates, measured, false, 3));
          rows.add(overPeer(rates, measured, true, 5));
        });
  }

  private static Row overPeer(List<Double> rates, Peer peer, boolean fsync, double limit) {
    double peerRate =
        peer.rows().stream()
            .filter(row -> row.clients() == PEER_CLIENTS && row.fsync() == fsync)
            .findFirst()
            .orElseThrow()
            .ordersPerSecond();
    return Row.atLeast(
        "the same ÷ two-phase commit, %d clients, fsync %s"
            .formatted(PEER_CLIENTS, fsync ? "on" : "off"),
        limit,
        TIMES,
        rates.stream().map(rate -> rate / peerRate).toList());
  }

  private static void addTimers(List<Row> rows, Timers timers) {
    IdleTick largest = timers.idleTick().get(timers.idleTick().size() - 1);
    rows.add(
        Row.atMost(
            "idle tick with %,d open reservations, p99".formatted(largest.open()),
            1,
            MILLIS,
            List.of(largest.tickNanosP99() / 1e6)));
    rows.add(
        Row.atMost(
            "p99 at 1,000 orders/s while %,d reservations expire ÷ none"
                .formatted(timers.expiringReservations()),
            2,
            TIMES,
            List.of(
                timers.whileExpiring().latency().p99Millis()
                    / timers.before().latency().p99Millis())));
  }

  private static void addGrowth(List<Row> rows, Growth growth) {
    Growth.Grown first = growth.grown().get(0);
    Growth.Grown last = growth.grown().get(growth.grown().size() - 1);
    rows.add(
        Row.atMost(
            "CPU per order with %,d closed orders ÷ none".formatted(last.closedOrders()),
            1.15,
            TIMES,
            List.of(
                last.load().cpuMillisPerOrderWithoutDriver()
                    / first.load().cpuMillisPerOrderWithoutDriver())));
  }

  private static void addRecovery(List<Row> rows, Recovery recovery) {
    for (boolean standby : List.of(false, true)) {
      List<Double> seconds =
          recovery.kills().stream()
              .filter(kill -> kill.standby() == standby)
              .map(Recovery.Kill::silenceSeconds)
              .toList();
      rows.add(
          Row.atMost(
              "kill -9 to first placed order, %,d closed orders%s"
                  .formatted(recovery.closedOrders(), standby ? ", standby" : ""),
              standby ? 5 : 10,
              " s",
              seconds));
    }
  }

  private static void addHeap(List<Row> rows, Heap heap) {
    rows.add(
        Row.atMost(
            "live heap per service after %d minutes at 1,000 orders/s"
                .formatted(heap.loads().size()),
            256,
            " MiB",
            heap.liveMegabytes().values().stream()
                .map(megabytes -> megabytes.get(megabytes.size() - 1))
                .toList()));
    // The first value is from before the load.
    rows.add(
        Row.atMost(
            "the same ÷ after one minute",
            1.1,
            TIMES,
            heap.liveMegabytes().values().stream()
                .map(megabytes -> megabytes.get(megabytes.size() - 1) / megabytes.get(1))
                .toList()));
  }

  private static List<Double> ratios(
      List<Pair> pairs, Function<Pair, Turn> floor, ToDoubleFunction<Turn> figure) {
    return pairs.stream()
        .map(pair -> figure.applyAsDouble(pair.system()) / figure.applyAsDouble(floor.apply(pair)))
        .toList();
  }

  private static List<Double> of(List<Pair> pairs, ToDoubleFunction<Turn> figure) {
    return pairs.stream().map(pair -> figure.applyAsDouble(pair.system())).toList();
  }
}
