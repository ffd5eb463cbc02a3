package dev.darkstore.simulator;

import dev.darkstore.planted.Decisions;
import dev.darkstore.planted.SoundParticipant;
import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.BranchReply;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.Agents;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.protocol.store.Stock;
import dev.darkstore.protocol.store.StockView;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.ClusterFacts;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.simulator.PlantedMemory.Defect;
import dev.darkstore.simulator.world.Topologies;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Defects of earlier versions, most of them in the memory of services, planted again. */
enum PlantedHole {
  LOSES_STATE(
      "a task that lost its state starts with an empty one",
      Defect.LOSES_STATE,
      "ATOMICITY",
      "took something else after it had been assigned"),

  REVIVES_WHAT_WAS_DELETED(
      "a state folder is used although the tombstones that it missed are gone",
      Defect.REVIVES_WHAT_WAS_DELETED,
      "ONE_OUTCOME",
      "reported as placed, then as rejected (RESERVE_TIMED_OUT)"),

  FORGETS_THE_SUPPLY_POSITION(
      "only committed offsets prevent that supply is read twice",
      Defect.FORGETS_THE_SUPPLY_POSITION,
      "NOTHING_LOST",
      "is answered again"),

  LOOKS_BY_THE_RETENTION(
      "an outcome is searched for in the window that the present retention gives",
      Defect.LOOKS_BY_THE_RETENTION,
      "ATOMICITY",
      "took something else after it had been assigned"),

  COUNTS_FROM_THE_CLOSING(
      "an outcome is deleted one retention after it was published, before a repeat is read",
      Defect.COUNTS_FROM_THE_CLOSING,
      "ONE_OUTCOME",
      "then as rejected (TOO_LATE)"),

  COUNTS_FROM_THE_LATEST(
      "a store drops entries by the age of the latest entry, whatever clock dated it",
      Defect.COUNTS_FROM_THE_LATEST,
      "STOCK",
      "is applied a second time"),

  COUNTS_EPOCHS_BY_THE_CLOCK(
      "closed entries are dropped after three epochs, which are counted by clocks over restarts",
      Defect.COUNTS_EPOCHS_BY_THE_CLOCK,
      "ATOMICITY",
      "took something else after it had been assigned"),

  FORGETS_WHAT_IS_ASSIGNED(
      "a participant drops an assignment after some time, not at the end of the order",
      new ForgetfulParticipants(),
      "NO_LEAK",
      "gave back something else than it held"),

  PLACES_LATE(
      "an order is placed although its lease has ended", new LatePlacing(), "LEASE", "is placed");

  private static final int OFTEN = 150;
  private static final long SHORT_RETENTION_MILLIS = 5_000;

  private final String defect;
  private final Topologies topologies;
  private final String invariant;
  private final String finding;

  PlantedHole(String defect, Defect memory, String invariant, String finding) {
    this(
        defect,
        (service, timing, settings) ->
            Topologies.PRODUCTION.build(
                service,
                timing,
                with(settings, new PlantedMemory(settings, memory), settings.facts())),
        invariant,
        finding);
  }

  PlantedHole(String defect, Decisions decisions, String invariant, String finding) {
    this(defect, new PlantedTopologies(decisions, false), invariant, finding);
  }

  PlantedHole(String defect, Topologies topologies, String invariant, String finding) {
    this.defect = defect;
    this.topologies = topologies;
    this.invariant = invariant;
    this.finding = finding;
  }

  /** Returns the settings of runs in which the defect shows, with correct services. */
  SimulationSettings settings() {
    SimulationSettings settings = SimulationSettings.DEFAULTS;
    return switch (this) {
      // A repeat must arrive within the retention and be read after it.
      case COUNTS_FROM_THE_CLOSING ->
          withRetention(settings, SHORT_RETENTION_MILLIS)
              .with(Fault.ORDER_REPEATED, OFTEN)
              .with(Fault.LONG_OUTAGE, 2)
              .with(Fault.CLOCK_SKEW, 0)
              .with(Fault.CLOCK_JUMP, 0)
              .with(Fault.CLOCK_SET, 0)
              .with(Fault.OFFSETS_LOST, 0);
      // An order that a clock made too old may be placed later, which the audit does not follow.
      case COUNTS_FROM_THE_LATEST ->
          settings
              .with(Fault.SUPPLY_REPEATED, OFTEN)
              .with(Fault.ORDER_REPEATED, 0)
              .with(Fault.ORDER_ID_REUSED, 0);
      // Clocks must be wrong several times before a service reads everything again.
      case COUNTS_EPOCHS_BY_THE_CLOCK ->
          settings.with(Fault.CLOCK_SET, 6).with(Fault.OFFSETS_LOST, 6);
      case PLACES_LATE -> settings.with(Fault.LONG_OUTAGE, 4);
      case LOSES_STATE,
          REVIVES_WHAT_WAS_DELETED,
          FORGETS_THE_SUPPLY_POSITION,
          LOOKS_BY_THE_RETENTION,
          FORGETS_WHAT_IS_ASSIGNED ->
          settings;
    };
  }

  /** Returns the topologies of the services. */
  Topologies topologies() {
    return topologies;
  }

  /** Returns true if a run failed with the effect of this defect, and no other. */
  boolean isFoundBy(String brokenInvariant, String sentence) {
    return brokenInvariant.equals(invariant) && sentence.contains(finding);
  }

  @Override
  public String toString() {
    return defect;
  }

  /** Returns the settings with another retention and another clock that bounds record times. */
  static TopologySettings with(TopologySettings settings, Duration retention, Clock clock) {
    return with(settings, retention, settings.stores(), clock, settings.facts());
  }

  /** Returns the settings with other stores, and other facts that they must match. */
  static TopologySettings with(
      TopologySettings settings, StoreSuppliers stores, ClusterFacts facts) {
    return with(settings, settings.retention(), stores, settings.clock(), facts);
  }

  private static TopologySettings with(
      TopologySettings settings,
      Duration retention,
      StoreSuppliers stores,
      Clock clock,
      ClusterFacts facts) {
    return new TopologySettings(
        settings.installation(),
        retention,
        settings.tick(),
        settings.timersPerTick(),
        settings.partitions(),
        stores,
        clock,
        facts,
        settings.meters(),
        settings.ahead());
  }

  private static SimulationSettings withRetention(SimulationSettings settings, long millis) {
    CoordinatorTiming timing = settings.timing();
    return new SimulationSettings(
        settings.orders(),
        settings.partitionsMax(),
        new CoordinatorTiming(
            timing.holdMillis(),
            timing.reserveTimeoutMillis(),
            timing.commitAttempts(),
            timing.commitIntervalMillis(),
            timing.marginMillis(),
            timing.releasePauseMillis(),
            timing.releasePauseMaxMillis(),
            timing.orderMaxAgeMillis(),
            millis),
        settings.tick(),
        settings.topologies(),
        settings.ahead(),
        settings.branches(),
        settings.weights());
  }

  /** Coordinator for which every Assigned is in time. */
  private static final class LatePlacing implements Decisions {
    @Override
    public CoordinatorDecisions coordinator(List<Branch> branches, CoordinatorTiming timing) {
      CoordinatorDecisions sound = Decisions.super.coordinator(branches, timing);
      return (state, message, nowMillis) ->
          state instanceof Transaction transaction
                  && message instanceof BranchReply reply
                  && reply.event() instanceof BranchEvent.Assigned
              ? sound.decide(state, message, Math.min(nowMillis, transaction.leaseEndsAtMillis()))
              : sound.decide(state, message, nowMillis);
    }
  }

  /** Participants that forget an assignment once its hold would be over. */
  private static final class ForgetfulParticipants implements Decisions {
    @Override
    public ParticipantDecisions<SkuStock> store(StockView view) {
      return new Forgetful<>(new Stock(view));
    }

    @Override
    public ParticipantDecisions<Agent> delivery(AgentsView view) {
      return new Forgetful<>(new Agents(view));
    }
  }

  private static final class Forgetful<C> extends SoundParticipant<C> {
    Forgetful(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
      boolean isForgotten =
          state.status() == ReservationStatus.ASSIGNED && nowMillis >= state.expiresAtMillis();
      Reservation known =
          isForgotten
              ? Reservation.unknown(state.key(), state.orderId(), state.transactionId())
              : state;
      return super.decide(known, command, nowMillis);
    }
  }
}
