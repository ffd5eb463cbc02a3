package dev.darkstore.conformance;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.wire.BranchTopics;
import dev.darkstore.conformance.wire.Incoming;
import dev.darkstore.conformance.wire.Outgoing;
import dev.darkstore.conformance.wire.TopologyWire;
import dev.darkstore.conformance.wire.Wire;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.UnreadableRecordException;
import dev.darkstore.simulator.world.ServiceKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;

/** Participants with sound decisions that write or read records in a defective way. */
final class PlantedInReplies {
  private static final int PARTITIONS = 12;

  private PlantedInReplies() {}

  static List<PlantedParticipant> all() {
    return List.of(
        records(
            "Replies have the branch key as key",
            Rule.KEY,
            (record, event) ->
                List.of(
                    new Incoming(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        event.getBranchKey().getBytes(StandardCharsets.UTF_8),
                        record.value()))),
        new PlantedParticipant(
            "Replies are on the partition that CRC-32 chooses",
            Rule.KEY,
            () -> new Partitioned(PlantedInReplies::crc32)),
        events(
            "Replies have no transaction id",
            Rule.TRANSACTION,
            event -> with(event, event.getBranchKey(), -1, event.getBody())),
        events(
            "Replies have another branch key",
            Rule.TRANSACTION,
            event -> with(event, "branch", event.getTransactionId(), event.getBody())),
        new PlantedParticipant(
            "Transactions of one order id are one branch", Rule.TRANSACTION, OneTransaction::new),
        records(
            "A refusal is a vote too",
            Rule.VOTE,
            (record, event) -> votingAlso(record, event, ReservationRefused.class)),
        records(
            "Assigned is a vote too",
            Rule.VOTE,
            (record, event) -> votingAlso(record, event, Assigned.class)),
        new PlantedParticipant(
            "A vote has other units than the reply", Rule.VOTE, VotesOtherUnits::new),
        new PlantedParticipant("Reserved is a vote only", Rule.RESERVE, VotesOnly::new),
        new PlantedParticipant(
            "leftMillis is the whole hold at every reply", Rule.LEASE, RepeatsLeftMillis::new),
        reserved(
            "leftMillis is not set",
            Rule.LEASE,
            reserved -> new Reserved(reserved.getHolding(), reserved.getExpiresAt(), 0L)),
        reserved(
            "Reserved names no units",
            Rule.RESERVE,
            reserved -> new Reserved(List.of(), reserved.getExpiresAt(), reserved.getLeftMillis())),
        events(
            "A refusal has no detail",
            Rule.REFUSAL,
            event ->
                event.getBody() instanceof ReservationRefused refused
                    ? with(
                        event,
                        new ReservationRefused(
                            new Refusal(refused.getRefusal().getReason(), "", List.of())))
                    : event),
        records(
            "Every reply is written twice",
            Rule.UNSOLICITED,
            (record, event) -> List.of(record, record)),
        records(
            "Replies are JSON",
            Rule.READABLE,
            (record, event) ->
                List.of(
                    new Incoming(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.key(),
                        event.toString().getBytes(StandardCharsets.UTF_8)))),
        new PlantedParticipant("A record that is not Avro stops it", Rule.CONTINUES, Stops::new),
        new PlantedParticipant(
            "One reply to a Release in three is lost", Rule.RELEASE_REPEATED, LosesReplies::new),
        new PlantedParticipant(
            "The state is lost when it is restarted", Rule.DURABLE, Forgets::new));
  }

  private static TopologyWire store() {
    return Participants.sound(ServiceKind.STORE);
  }

  private static PlantedParticipant records(
      String defect, Rule rule, BiFunction<Incoming, BranchEvent, List<Incoming>> altered) {
    return new PlantedParticipant(
        defect,
        rule,
        () ->
            new AlteredWire(store()) {
              @Override
              List<Incoming> alter(Incoming record, BranchEvent event) {
                return altered.apply(record, event);
              }
            });
  }

  private static PlantedParticipant events(
      String defect, Rule rule, UnaryOperator<BranchEvent> altered) {
    return records(
        defect, rule, (record, event) -> List.of(AlteredWire.with(record, altered.apply(event))));
  }

  private static PlantedParticipant reserved(
      String defect, Rule rule, UnaryOperator<Reserved> altered) {
    return events(
        defect,
        rule,
        event ->
            event.getBody() instanceof Reserved body ? with(event, altered.apply(body)) : event);
  }

  private static List<Incoming> votingAlso(Incoming record, BranchEvent event, Class<?> type) {
    return type.isInstance(event.getBody())
        ? List.of(
            record,
            new Incoming(
                BranchTopics.of("store").votes(),
                record.partition(),
                record.offset(),
                record.key(),
                record.value()))
        : List.of(record);
  }

  private static Incoming with(
      Incoming record,
      BranchEvent event,
      Reserved reserved,
      List<HeldUnit> holding,
      long leftMillis) {
    return AlteredWire.with(
        record, with(event, new Reserved(holding, reserved.getExpiresAt(), leftMillis)));
  }

  private static BranchEvent with(BranchEvent event, Object body) {
    return with(event, event.getBranchKey(), event.getTransactionId(), body);
  }

  private static BranchEvent with(
      BranchEvent event, String branchKey, long transactionId, Object body) {
    return new BranchEvent(
        event.getOrderId(), branchKey, transactionId, event.getDecidedAt(), body);
  }

  private static int crc32(byte[] key) {
    CRC32 crc = new CRC32();
    crc.update(key);
    return (int) (crc.getValue() % PARTITIONS);
  }

  /** Participant whose topics seem to have several partitions. */
  static final class Partitioned extends AlteredWire {
    private final Function<byte[], Integer> partitioner;

    Partitioned(Function<byte[], Integer> partitioner) {
      super(store());
      this.partitioner = partitioner;
    }

    /** Returns a participant that partitions as it must. */
    static Partitioned sound() {
      return new Partitioned(key -> Partitions.of(key, PARTITIONS));
    }

    @Override
    public int partitions(String topic) {
      return topic.equals(topics().events()) || topic.equals(topics().votes())
          ? PARTITIONS
          : super.partitions(topic);
    }

    @Override
    List<Incoming> alter(Incoming record, BranchEvent event) {
      return List.of(
          new Incoming(
              record.topic(),
              partitioner.apply(record.key()),
              record.offset(),
              record.key(),
              record.value()));
    }
  }

  /** Participant that identifies a branch by its order id only. */
  private static final class OneTransaction extends AlteredWire {
    private final Map<String, Long> latest = new HashMap<>();

    OneTransaction() {
      super(store());
    }

    @Override
    public Supplier<String> send(Outgoing record) {
      try {
        if (record.topic().equals(topics().commands())) {
          BranchCommand command = EventCodec.BRANCH_COMMANDS.decode(record.value());
          latest.put(command.getOrderId(), command.getTransactionId());
          return super.send(
              with(
                  record,
                  EventCodec.BRANCH_COMMANDS.encode(
                      new BranchCommand(
                          command.getOrderId(), command.getBranchKey(), 1L, command.getBody()))));
        }
        if (record.topic().equals(topics().releases())) {
          BranchRelease release = EventCodec.BRANCH_RELEASES.decode(record.value());
          latest.put(release.getOrderId(), release.getTransactionId());
          return super.send(
              with(
                  record,
                  EventCodec.BRANCH_RELEASES.encode(
                      new BranchRelease(
                          release.getOrderId(), release.getBranchKey(), 1L, release.getBody()))));
        }
      } catch (UnreadableRecordException e) {
        // As the sound participant: it goes to the dead letters.
      }
      return super.send(record);
    }

    private static Outgoing with(Outgoing record, byte[] value) {
      return new Outgoing(
          record.topic(), record.partition(), record.key(), value, record.timestampMillis());
    }

    @Override
    List<Incoming> alter(Incoming record, BranchEvent event) {
      long transactionId = latest.getOrDefault(event.getOrderId(), 1L);
      return List.of(
          with(
              record,
              PlantedInReplies.with(event, event.getBranchKey(), transactionId, event.getBody())));
    }
  }

  /** Participant that votes before it has chosen the units. */
  private static final class VotesOtherUnits extends AlteredWire {
    VotesOtherUnits() {
      super(store());
    }

    @Override
    List<Incoming> alter(Incoming record, BranchEvent event) {
      if (isVote(record) && event.getBody() instanceof Reserved reserved) {
        HeldUnit unit = new HeldUnit("other", 1, 1L, -1L, 0L);
        return List.of(
            PlantedInReplies.with(
                record, event, reserved, List.of(unit), reserved.getLeftMillis()));
      }
      return List.of(record);
    }
  }

  /** Participant that repeats leftMillis too. */
  private static final class RepeatsLeftMillis extends AlteredWire {
    private final Map<String, Long> first = new HashMap<>();

    RepeatsLeftMillis() {
      super(store());
    }

    @Override
    List<Incoming> alter(Incoming record, BranchEvent event) {
      if (event.getBody() instanceof Reserved reserved) {
        long left = first.computeIfAbsent(event.getOrderId(), id -> reserved.getLeftMillis());
        return List.of(PlantedInReplies.with(record, event, reserved, reserved.getHolding(), left));
      }
      return List.of(record);
    }
  }

  /** Participant that does not write Reserved to its events. */
  private static final class VotesOnly extends AlteredWire {
    VotesOnly() {
      super(store());
    }

    @Override
    List<Incoming> alter(Incoming record, BranchEvent event) {
      return event.getBody() instanceof Reserved && !isVote(record) ? List.of() : List.of(record);
    }
  }

  /** Participant that ends at the first value that is not Avro. */
  private static final class Stops extends AlteredWire {
    private boolean isStopped;

    Stops() {
      super(store());
    }

    @Override
    public Supplier<String> send(Outgoing record) {
      if (record.value() == null || record.value().length == 0 || record.value()[0] == '{') {
        isStopped = true;
      }
      return isStopped ? () -> record.topic() : super.send(record);
    }
  }

  /** Participant that loses some replies, as if it committed the offset first. */
  private static final class LosesReplies extends AlteredWire {
    private int released;

    LosesReplies() {
      super(store());
    }

    @Override
    List<Incoming> alter(Incoming record, BranchEvent event) {
      return event.getBody() instanceof Released && ++released % 3 == 0
          ? List.of()
          : List.of(record);
    }
  }

  /** Participant with state in memory only. */
  private static final class Forgets implements Wire {
    private final TopologyWire before = store();
    private TopologyWire current = before;
    private long passedMillis;

    @Override
    public BranchTopics topics() {
      return current.topics();
    }

    @Override
    public int partitions(String topic) {
      return current.partitions(topic);
    }

    @Override
    public long nowMillis() {
      return current.nowMillis() + passedMillis;
    }

    @Override
    public Supplier<String> send(Outgoing record) {
      return current.send(record);
    }

    @Override
    public List<Incoming> poll(Duration atMost) {
      return current.poll(atMost);
    }

    @Override
    public boolean canRestart() {
      return true;
    }

    @Override
    public void restart() {
      long nowMillis = nowMillis();
      current.close();
      current = store();
      passedMillis = nowMillis - current.nowMillis();
    }

    @Override
    public void close() {
      current.close();
    }
  }
}
