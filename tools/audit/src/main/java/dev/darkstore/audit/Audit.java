package dev.darkstore.audit;

import dev.darkstore.audit.finding.History;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.finding.Violation;
import dev.darkstore.audit.finding.Violations;
import dev.darkstore.audit.order.BranchIndex;
import dev.darkstore.audit.order.BranchRules;
import dev.darkstore.audit.order.CauseRules;
import dev.darkstore.audit.order.Findings;
import dev.darkstore.audit.order.OrderBook;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.record.Cause;
import dev.darkstore.audit.record.HandledPositions;
import dev.darkstore.audit.record.OrderRecord;
import dev.darkstore.audit.record.Position;
import dev.darkstore.audit.record.RecordKind;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.audit.report.Counts;
import dev.darkstore.audit.supply.DeadLetterBook;
import dev.darkstore.audit.supply.MoveBook;
import dev.darkstore.audit.supply.Strays;
import dev.darkstore.audit.supply.SupplyAnswers;
import dev.darkstore.audit.supply.UnitBook;
import dev.darkstore.audit.supply.UnitHistory;
import dev.darkstore.events.AgentMove;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.ClientRecords;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * Checks a log, one record at a time. The records of one partition must arrive in order; partitions
 * may be interleaved in any way without an effect on the result.
 *
 * <h2>Memory</h2>
 *
 * An order in flight is kept as a few digests, a closed one as 40 bytes; a unit as the state of its
 * history and the changes that cannot be applied yet. The closer the interleaving is to the order
 * of events, the less memory is needed.
 *
 * <p>Reads no clock and no topic. Not thread-safe.
 */
public final class Audit {
  private final Map<Topic, Integer> partitionCounts;
  private final AuditOptions options;
  private final Violations violations;
  private final History history;
  private final DeadLetterBook letters;
  private final Strays strays;
  private final HandledPositions progress;
  private final UnitBook units;
  private final MoveBook moves;
  private final SupplyAnswers supply;
  private final BranchRules rules;
  private final CauseRules causes;
  private final OrderBook orders;
  private final Map<DeadLetterReason, Long> deadLetters = new EnumMap<>(DeadLetterReason.class);
  private long records;
  private long storeNotifications;
  private long deliveryNotifications;

  /**
   * Creates an audit of topics that are read from their true beginning.
   *
   * @param partitionCounts number of partitions of each topic
   * @param listener consumer of each violation when it is found
   */
  public Audit(
      Map<Topic, Integer> partitionCounts, AuditOptions options, Consumer<Violation> listener) {
    this(partitionCounts, options, true, listener);
  }

  /**
   * Creates an audit of a part of the topics: their beginnings are not read, or were deleted. The
   * initial balance of a unit is taken from its first change; orders from before {@link
   * AuditOptions#sinceMillis()} are not checked.
   */
  static Audit ofPart(
      Map<Topic, Integer> partitionCounts, AuditOptions options, Consumer<Violation> listener) {
    return new Audit(partitionCounts, options, false, listener);
  }

  private Audit(
      Map<Topic, Integer> partitionCounts,
      AuditOptions options,
      boolean isWhole,
      Consumer<Violation> listener) {
    for (Topic topic : Topic.builtIn()) {
      if (partitionCounts.getOrDefault(topic, 0) < 1) {
        throw new IllegalArgumentException("no partitions of " + topic.topicName());
      }
    }
    this.partitionCounts = Map.copyOf(partitionCounts);
    this.options = options;
    this.violations = new Violations(options.violationsMax(), listener);
    this.history = new History(violations, isWhole, options.sinceMillis().orElse(Long.MIN_VALUE));
    this.letters = new DeadLetterBook(violations, history.sinceMillis());
    this.strays = new Strays(violations);
    this.progress = new HandledPositions(partitionCounts, options.graceMillis());
    this.units = new UnitBook(history, progress);
    this.moves = new MoveBook(history, progress, partitionCounts.get(Topic.AGENT_MOVES));
    this.supply = new SupplyAnswers(history, letters, progress, units, options.retentionMillis());
    Findings findings = new Findings(history);
    this.rules = new BranchRules(units, findings, options.latenessMaxMillis());
    this.causes = new CauseRules(findings, isWhole);
    this.orders =
        new OrderBook(
            new BranchIndex(partitionCounts.keySet()),
            rules,
            causes,
            findings,
            letters,
            progress,
            options.retentionMillis());
  }

  /** Processes the next record of its partition. */
  public void accept(AuditRecord record) {
    records++;
    causes.read(record);
    Topic topic = record.topic();
    switch (topic.role()) {
      case ORDERS -> order(record);
      case COMMANDS -> command(record, branch(topic));
      case RELEASES -> release(record, branch(topic));
      case VOTES -> vote(record);
      case EVENTS -> branchEvent(record, branch(topic));
      case ORDER_EVENTS ->
          written(record, EventCodec.ORDER_EVENTS, OrderEvent::getOrderId)
              .ifPresent(
                  event -> orders.orderEvent(event, OrderRecord.of(event.getBody(), record)));
      case NOTIFICATIONS -> notification(record);
      case SUPPLY_UPDATES -> {
        if (topic.equals(Topic.STOCK_UPDATES)) {
          stockUpdate(record);
        } else {
          agentUpdate(record);
        }
      }
      case SUPPLY_EVENTS -> answer(record, branch(topic).topic(Topic.Role.SUPPLY_UPDATES));
      case MOVES ->
          written(record, EventCodec.AGENT_MOVES, AgentMove::getAddressee)
              .ifPresent(move -> moves.move(record, move));
      case DEAD_LETTERS -> deadLetter(record);
    }
  }

  private void notification(AuditRecord record) {
    if (record.topic().equals(Topic.STORE_NOTIFICATIONS)) {
      storeNotifications++;
      written(record, EventCodec.STORE_NOTIFICATIONS, StoreNotification::getStoreId)
          .ifPresent(each -> orders.notified(each, OrderRecord.of(each.getBody(), record)));
    } else {
      deliveryNotifications++;
      written(record, EventCodec.DELIVERY_NOTIFICATIONS, DeliveryNotification::getAgentId)
          .ifPresent(each -> orders.notified(each, OrderRecord.of(each.getBody(), record)));
    }
  }

  private static BranchName branch(Topic topic) {
    return topic.branch().orElseThrow();
  }

  /**
   * Checks what must be complete by now. To be called only when everything has been read that was
   * written until now.
   *
   * @param nowMillis current time, by the clock of the services
   */
  public void checkQuiet(long nowMillis) {
    long beforeMillis = nowMillis - options.graceMillis();
    check(beforeMillis, position -> progress.isPast(position, beforeMillis));
    orders.judgeQuiet(beforeMillis, beforeMillis - options.holdMillis());
  }

  /**
   * Ends the audit after the last record, when nothing will follow: checks everything that is left.
   */
  public AuditReport finish() {
    check(UnitHistory.ALL_IS_OVERDUE, position -> true);
    orders.judgeAll();
    units.finish(true, UnitHistory.ALL_IS_OVERDUE, orders::mayHold);
    return report();
  }

  /**
   * Ends the audit after all records written until now, while the services continue: items younger
   * than the grace time, or waiting for a service that lags, are not checked.
   */
  public AuditReport finish(long nowMillis) {
    checkQuiet(nowMillis);
    units.finish(false, nowMillis - options.graceMillis(), orders::mayHold);
    return report();
  }

  /** Returns the counts and violations found so far. */
  public AuditReport report() {
    OrderBook.OrderCounts counts = orders.counts();
    return new AuditReport(
        options.sinceMillis(),
        new Counts(
            records,
            counts.orders(),
            counts.placed(),
            counts.rejected(),
            counts.inFlight(),
            counts.waiting(),
            storeNotifications,
            deliveryNotifications,
            deadLetters,
            units.size(),
            rules.lateness().count(),
            rules.lateness().maxMillis()),
        violations.counts(),
        violations.kept(),
        List.of());
  }

  private void check(long beforeMillis, Predicate<Position> isHandled) {
    supply.check(beforeMillis, isHandled);
    units.check(beforeMillis);
    moves.check(beforeMillis, isHandled);
    strays.check(beforeMillis, isHandled);
    letters.explain(
        (source, letter) ->
            letter.timestampMillis() < beforeMillis
                && source.topic().equals(Topic.ORDERS)
                && letter.key() != null
                && orders.explainsLetter(letter, history.isWhole()));
    letters.check(beforeMillis, isHandled);
  }

  private void order(AuditRecord record) {
    if (isSentOn(record)) {
      return;
    }
    OrderRequest request;
    try {
      request = ClientRecords.order(record.key(), record.value());
    } catch (UnreadableRecordException e) {
      letters.expect(record.position(), record.timestampMillis(), e.detail());
      e.orderId()
          .ifPresent(
              id -> orders.placeInvalidOrder(id, OrderRecord.of(RecordKind.PLACE_ORDER, record)));
      return;
    }
    OrderRecord noted = OrderRecord.of(request.getBody(), record);
    if (request.getBody() instanceof PlaceOrder place) {
      orders.placeOrder(request.getOrderId(), place, noted);
    } else {
      orders.cancelOrder(request.getOrderId(), noted);
    }
  }

  private void stockUpdate(AuditRecord record) {
    if (isSentOn(record)) {
      return;
    }
    try {
      StockUpdate update = ClientRecords.stockUpdate(record.key(), record.value());
      supply.record(record.position(), record.timestampMillis(), update);
    } catch (UnreadableRecordException e) {
      letters.expect(record.position(), record.timestampMillis(), e.detail());
    }
  }

  private void agentUpdate(AuditRecord record) {
    if (isSentOn(record)) {
      return;
    }
    try {
      AgentUpdate update = ClientRecords.agentUpdate(record.key(), record.value());
      supply.record(record.position(), record.timestampMillis(), update);
    } catch (UnreadableRecordException e) {
      letters.expect(record.position(), record.timestampMillis(), e.detail());
    }
  }

  /**
   * Returns true if a client wrote the record to a partition other than that of its key, and notes
   * it to match it with its copy. A service forwards such a record once, before it decodes it; the
   * copy counts, on its partition.
   */
  private boolean isSentOn(AuditRecord record) {
    boolean isStray = isStray(record);
    if (Strays.isCopy(record)) {
      strays.copy(record);
      if (isStray) {
        letters.expect(
            record.position(),
            record.timestampMillis(),
            "it was forwarded once, and is still on a wrong partition");
      }
    } else if (isStray) {
      strays.stray(record);
    }
    return isStray;
  }

  private void command(AuditRecord record, BranchName branch) {
    written(record, EventCodec.BRANCH_COMMANDS, BranchCommand::getBranchKey)
        .ifPresent(
            command -> orders.command(branch, command, OrderRecord.of(command.getBody(), record)));
  }

  private void release(AuditRecord record, BranchName branch) {
    written(record, EventCodec.BRANCH_RELEASES, BranchRelease::getBranchKey)
        .ifPresent(
            release -> orders.release(branch, release, OrderRecord.of(release.getBody(), record)));
  }

  private void vote(AuditRecord record) {
    written(record, EventCodec.BRANCH_EVENTS, BranchEvent::getOrderId)
        .ifPresent(vote -> orders.vote(vote.getOrderId(), OrderRecord.of(vote.getBody(), record)));
  }

  private void answer(AuditRecord record, Topic supplyTopic) {
    written(record, EventCodec.SUPPLY_EVENTS, SupplyEvent::getBranchKey)
        .ifPresent(
            event -> {
              if (event.getMove() != null) {
                moved(record, event);
                return;
              }
              checkCause(
                  record, new Position(supplyTopic, record.partition(), event.getSupplyOffset()));
              supply.answer(supplyTopic, record.position(), event);
            });
  }

  private void moved(AuditRecord record, SupplyEvent event) {
    if (!(event.getBody() instanceof SupplyApplied applied) || applied.getBalances().size() != 1) {
      throw new IllegalStateException("unhandled movement " + event);
    }
    moves.moved(record, event, applied.getBalances().get(0).getUnit());
    units.moved(
        event.getBranchKey(),
        applied.getBalances().get(0),
        event.getMove(),
        event.getSupplyOffset(),
        event.getDecidedAt().toEpochMilli());
  }

  /** Reports a reply whose cause is not the record that it answers. */
  private void checkCause(AuditRecord answer, Position answered) {
    Cause.of(answer.headers())
        .filter(cause -> !answered.equals(cause.record()))
        .ifPresent(
            cause ->
                violations.ofRecord(
                    Invariant.CAUSE,
                    answer.position().toString(),
                    "it answers %s, and names %s as its cause".formatted(answered, cause)));
  }

  private void branchEvent(AuditRecord record, BranchName branch) {
    written(record, EventCodec.BRANCH_EVENTS, BranchEvent::getOrderId)
        .ifPresent(
            event -> orders.branchEvent(branch, event, OrderRecord.of(event.getBody(), record)));
  }

  private void deadLetter(AuditRecord record) {
    if (ResendMark.read(record.headers()).isPresent()) {
      return; // A resend mark; the resent record is checked separately.
    }
    Optional<DeadLetterHeaders> headers = DeadLetterHeaders.read(record.headers());
    Optional<Topic> topic =
        headers
            .flatMap(each -> Topic.named(each.sourceTopic()))
            .filter(partitionCounts::containsKey);
    if (topic.isEmpty()) {
      violations.ofRecord(
          Invariant.READABLE,
          record.position().toString(),
          "a dead letter whose headers lack the source or the reason");
      return;
    }
    DeadLetterHeaders letter = headers.get();
    deadLetters.merge(letter.reason(), 1L, Long::sum);
    Position source = new Position(topic.get(), letter.sourcePartition(), letter.sourceOffset());
    progress.handled(source, record.timestampMillis());
    letters.arrived(
        source,
        new DeadLetterBook.Letter(
            record.timestampMillis(),
            letter.reason(),
            record.timestampMillis()
                - letter.sourceTimestampMillis().orElse(record.timestampMillis()),
            text(record.key()),
            record.position()));
  }

  /** Decodes a record of a service, if possible. */
  private <T extends SpecificRecord> Optional<T> written(
      AuditRecord record, EventCodec<T> codec, Function<T, String> keyOf) {
    T read;
    try {
      read = codec.decode(record.value());
    } catch (UnreadableRecordException e) {
      violations.ofRecord(Invariant.READABLE, record.position().toString(), e.detail());
      letters.allow(record.position(), record.timestampMillis());
      return Optional.empty();
    }
    byte[] key = keyOf.apply(read).getBytes(StandardCharsets.UTF_8);
    if (!Arrays.equals(key, record.key())) {
      violations.ofRecord(
          Invariant.WRITER,
          record.position().toString(),
          "its key is %s; by its value it must be %s"
              .formatted(text(record.key()), keyOf.apply(read)));
      letters.allow(record.position(), record.timestampMillis());
    } else if (isStray(record)) {
      violations.ofRecord(
          Invariant.WRITER,
          record.position().toString(),
          "its key belongs on partition "
              + Partitions.of(record.key(), partitionCounts.get(record.topic())));
    }
    return Optional.of(read);
  }

  private boolean isStray(AuditRecord record) {
    return record.key() != null
        && Partitions.of(record.key(), partitionCounts.get(record.topic())) != record.partition();
  }

  private static String text(byte[] key) {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }
}
