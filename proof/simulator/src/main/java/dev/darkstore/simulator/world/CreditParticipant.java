package dev.darkstore.simulator.world;

import dev.darkstore.events.UnitBalance;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.protocol.store.Stock;
import dev.darkstore.protocol.store.StockView;
import dev.darkstore.runtime.participant.OwnedResource;
import dev.darkstore.runtime.participant.ParticipantDefinition;
import dev.darkstore.runtime.participant.ParticipantTopology;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.runtime.state.StateSerde;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.state.SkuStockState;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Participant of a further branch, made of the runtime's participant: every branch key has a fixed
 * number of credits, of which an order takes one. It has no supply.
 */
public final class CreditParticipant
    implements OwnedResource<Void, SkuStock>, StockView, Resource<SkuStock> {
  /** Branch of the participant. */
  public static final BranchName BRANCH = BranchName.of("payment");

  /** Number of credits of each branch key. */
  public static final long CREDITS = 4;

  private static final String UNIT = "credit";
  private static final StateSerde<SkuStockState, SkuStock> SERDE =
      new StateSerde<>(
          SkuStockState.class, CreditParticipant::toState, CreditParticipant::fromState);

  private final OpenStore<SkuStock> credits;
  private final Stock stock = new Stock(this);

  private CreditParticipant(KeyValueStore<String, byte[]> units) {
    this.credits = new OpenStore<>(units, SERDE);
  }

  /** Builds the topology of the participant. */
  public static ServiceTopology topology(TopologySettings settings) {
    return ParticipantTopology.build(
        new ParticipantDefinition<Void, SkuStock>(
            BRANCH, (units, reservations, port) -> new CreditParticipant(units)),
        settings);
  }

  @Override
  public Resource<SkuStock> resource() {
    return this;
  }

  @Override
  public Taking<SkuStock> reserve(Reservation branch, Order order, long nowMillis) {
    Order oneCredit =
        new Order(
            order.orderId(),
            order.customerId(),
            order.storeId(),
            order.zoneId(),
            List.of(new OrderLine(UNIT, 1)));
    Taking<SkuStock> taking = stock.reserve(branch, oneCredit, nowMillis);
    return taking instanceof Taking.Refused
        ? new Taking.Refused<>(Refusal.of(Reason.OTHER, branch.key() + " has no credit left"))
        : taking;
  }

  @Override
  public Holding<SkuStock> commit(Reservation branch, long nowMillis) {
    return stock.commit(branch, nowMillis);
  }

  @Override
  public Holding<SkuStock> release(Reservation branch, long nowMillis) {
    return stock.release(branch, nowMillis);
  }

  @Override
  public Optional<SkuStock> sku(String branchKey, String unit) {
    return credits.get(branchKey).or(() -> Optional.of(unused(branchKey)));
  }

  private static SkuStock unused(String branchKey) {
    return new SkuStock(branchKey, UNIT, CREDITS, 0, -1);
  }

  @Override
  public boolean isKnown(String branchKey) {
    return true;
  }

  @Override
  public List<Reservation> reservationsOf(String branchKey, String unit) {
    return List.of();
  }

  @Override
  public void apply(SkuStock change) {
    credits.put(change.storeId(), change);
  }

  @Override
  public void handOver() {
    credits.handOver();
  }

  @Override
  public SupplyDecision<SkuStock> supply(Void message, long nowMillis, long offset) {
    throw withoutSupply();
  }

  @Override
  public Optional<String> updateId(Void message) {
    throw withoutSupply();
  }

  @Override
  public byte[] content(Void message) {
    throw withoutSupply();
  }

  @Override
  public UnitBalance balance(SkuStock unit) {
    throw withoutSupply();
  }

  private static IllegalStateException withoutSupply() {
    return new IllegalStateException("credits have no supply");
  }

  private static SkuStockState toState(SkuStock credit) {
    return new SkuStockState(credit.available(), credit.change(), credit.supplyOffset());
  }

  private static SkuStock fromState(String branchKey, SkuStockState state) {
    return new SkuStock(
        branchKey, UNIT, state.getAvailable(), state.getChange(), state.getSupplyOffset());
  }
}
