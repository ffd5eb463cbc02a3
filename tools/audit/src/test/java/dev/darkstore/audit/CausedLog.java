package dev.darkstore.audit;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.Commit;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.Settle;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Log of a correct system, with all commands of the coordinator, and with the cause of every record
 * of a service. Existing records keep their positions.
 */
final class CausedLog {
  private final Log log = new Log();
  private final Map<String, Story> stories = new HashMap<>();
  private final Map<Topic, AuditRecord> lastSupply = new LinkedHashMap<>();

  /** Records of one order that others follow from. */
  private static final class Story {
    AuditRecord place;
    AuditRecord begunBy;
    PlaceOrder content;
    AuditRecord cancel;
    AuditRecord lastReserved;
    AuditRecord lastAssigned;
    AuditRecord lastRefusal;
    final Map<BranchName, AuditRecord> reserves = new LinkedHashMap<>();
    final Map<BranchName, AuditRecord> commits = new LinkedHashMap<>();
    final Map<BranchName, AuditRecord> releases = new LinkedHashMap<>();
    final Map<BranchName, AuditRecord> reserved = new LinkedHashMap<>();
  }

  private CausedLog() {}

  /** Returns the log with causes; existing commands are not added again. */
  static Log of(Log bare) {
    CausedLog caused = new CausedLog();
    try {
      for (AuditRecord record : bare.records()) {
        caused.add(record);
      }
    } catch (UnreadableRecordException e) {
      throw new IllegalArgumentException(e);
    }
    return caused.log;
  }

  static Headers causedBy(AuditRecord cause) {
    return headers(
        cause.topic().topicName() + "-" + cause.partition() + "-" + cause.offset() + "-0");
  }

  static Headers causedBy(String orderId, long deadlineMillis) {
    return headers(orderId + "@" + deadlineMillis + "-0");
  }

  private static Headers headers(String id) {
    Headers headers = new RecordHeaders();
    headers.add(EventHeaders.CE_ID, Log.bytes(id));
    return headers;
  }

  private void add(AuditRecord record) throws UnreadableRecordException {
    Topic topic = record.topic();
    switch (topic.role()) {
      case ORDERS -> order(record);
      case SUPPLY_UPDATES -> lastSupply.put(topic, copy(record));
      case SUPPLY_EVENTS ->
          answer(record, topic.branch().orElseThrow().topic(Topic.Role.SUPPLY_UPDATES));
      case EVENTS -> branchEvent(record, topic.branch().orElseThrow());
      case ORDER_EVENTS -> orderEvent(record);
      case NOTIFICATIONS -> notification(record, Forger.orderId(record));
      case MOVES -> copy(record);
      case DEAD_LETTERS -> letter(record);
      case COMMANDS, RELEASES, VOTES -> {}
    }
  }

  private void order(AuditRecord record) throws UnreadableRecordException {
    OrderRequest request = EventCodec.ORDERS.decode(record.value());
    Story story = story(request.getOrderId());
    AuditRecord copy = copy(record);
    if (request.getBody() instanceof PlaceOrder content) {
      story.place = copy;
      story.content = content;
    } else {
      story.cancel = copy;
    }
  }

  private void letter(AuditRecord record) {
    copy(record);
    boolean isTooOld =
        DeadLetterHeaders.read(record.headers())
            .filter(said -> said.reason() == DeadLetterReason.OLDER_THAN_RETENTION)
            .isPresent();
    if (isTooOld) {
      String orderId = Forger.key(record);
      sendReleases(orderId, record.timestampMillis(), causedBy(story(orderId).place));
    }
  }

  private void answer(AuditRecord record, Topic supply) throws UnreadableRecordException {
    SupplyEvent event = EventCodec.SUPPLY_EVENTS.decode(record.value());
    copy(
        record,
        headers(
            supply.topicName() + "-" + record.partition() + "-" + event.getSupplyOffset() + "-0"));
  }

  private void branchEvent(AuditRecord record, BranchName branch) throws UnreadableRecordException {
    BranchEvent event = EventCodec.BRANCH_EVENTS.decode(record.value());
    Story story = story(event.getOrderId());
    if (event.getBody() instanceof Reserved) {
      AuditRecord before = story.reserved.get(branch);
      AuditRecord cause = before == null ? story.reserves.get(branch) : supply(branch);
      story.lastReserved = copy(record, causedBy(cause));
      story.reserved.put(branch, story.lastReserved);
    } else if (event.getBody() instanceof ReservationRefused) {
      story.lastRefusal = copy(record, causedBy(story.reserves.get(branch)));
    } else if (event.getBody() instanceof ReservationExpired expired) {
      story.lastRefusal =
          copy(
              record,
              expired.getReason() == Reason.RESERVATION_EXPIRED
                  ? causedBy(event.getOrderId(), expired.getExpiresAt().toEpochMilli())
                  : causedBy(supply(branch)));
    } else if (event.getBody() instanceof AssignmentFailed) {
      story.lastRefusal = copy(record, causedBy(commit(record, event.getOrderId(), branch)));
    } else if (event.getBody() instanceof Released) {
      copy(record, causedBy(story.releases.get(branch)));
    } else {
      story.lastAssigned = copy(record, causedBy(commit(record, event.getOrderId(), branch)));
    }
  }

  private AuditRecord supply(BranchName branch) {
    return lastSupply.get(
        branch.equals(BranchName.STORE) ? Topic.STOCK_UPDATES : Topic.AGENT_UPDATES);
  }

  /** Returns the Commit of a branch; all are sent at once. */
  private AuditRecord commit(AuditRecord at, String orderId, BranchName branch) {
    Story story = story(orderId);
    if (story.commits.isEmpty()) {
      for (BranchName name : Installation.DEFAULT.branches().names()) {
        story.commits.put(
            name, command(name, orderId, new Commit(1), at.timestampMillis(), story.lastReserved));
      }
    }
    return story.commits.get(branch);
  }

  private void orderEvent(AuditRecord record) throws UnreadableRecordException {
    OrderEvent event = EventCodec.ORDER_EVENTS.decode(record.value());
    String orderId = event.getOrderId();
    Story story = story(orderId);
    if (event.getBody() instanceof OrderReceived) {
      copy(record, causedBy(story.place));
      if (story.begunBy != null) {
        return; // Repeated, for an order that was placed again.
      }
      story.begunBy = story.place;
      for (BranchName branch : Installation.DEFAULT.branches().names()) {
        story.reserves.put(
            branch,
            command(
                branch, orderId, reserve(story.content), record.timestampMillis(), story.place));
      }
    } else if (event.getBody() instanceof OrderPlaced) {
      copy(record, causedBy(story.lastAssigned));
      for (BranchName branch : Installation.DEFAULT.branches().names()) {
        release(
            branch, orderId, new Settle(), record.timestampMillis(), causedBy(story.lastAssigned));
      }
    } else if (event.getBody() instanceof OrderRejected rejected) {
      Headers cause = rejection(record, orderId, rejected.getRefusal().getReason());
      copy(record, cause);
      sendReleases(orderId, record.timestampMillis(), cause);
    } else {
      copy(record, causedBy(story.cancel));
    }
  }

  private void sendReleases(String orderId, long atMillis, Headers cause) {
    for (BranchName branch : Installation.DEFAULT.branches().names()) {
      story(orderId)
          .releases
          .put(branch, release(branch, orderId, new Release(1), atMillis, cause));
    }
  }

  private Headers rejection(AuditRecord record, String orderId, Reason reason) {
    Story story = story(orderId);
    if (reason == Reason.CANCELLED) {
      return causedBy(story.cancel);
    }
    return story.lastRefusal == null
        ? causedBy(orderId, record.timestampMillis())
        : causedBy(story.lastRefusal);
  }

  private void notification(AuditRecord record, String orderId) {
    copy(record, causedBy(story(orderId).lastAssigned));
  }

  static Reserve reserve(PlaceOrder content) {
    return new Reserve(
        Books.HOLD_MILLIS,
        content.getCustomerId(),
        content.getStoreId(),
        content.getZoneId(),
        content.getLines(),
        content.getAttributes());
  }

  private AuditRecord command(
      BranchName branch, String orderId, Object body, long atMillis, AuditRecord cause) {
    return append(
        branch.equals(BranchName.STORE) ? Topic.STORE_COMMANDS : Topic.DELIVERY_COMMANDS,
        Books.key(branch),
        EventCodec.BRANCH_COMMANDS.encode(
            new BranchCommand(orderId, Books.key(branch), transaction(orderId), body)),
        atMillis,
        causedBy(cause));
  }

  private AuditRecord release(
      BranchName branch, String orderId, Object body, long atMillis, Headers cause) {
    return append(
        branch.equals(BranchName.STORE) ? Topic.STORE_RELEASES : Topic.DELIVERY_RELEASES,
        Books.key(branch),
        EventCodec.BRANCH_RELEASES.encode(
            new BranchRelease(orderId, Books.key(branch), transaction(orderId), body)),
        atMillis,
        cause);
  }

  private long transaction(String orderId) {
    Story story = story(orderId);
    return (story.begunBy == null ? story.place : story.begunBy).offset();
  }

  private AuditRecord append(
      Topic topic, String key, byte[] value, long atMillis, Headers headers) {
    return log.append(topic, key, value, atMillis, headers);
  }

  private Story story(String orderId) {
    return stories.computeIfAbsent(orderId, id -> new Story());
  }

  private AuditRecord copy(AuditRecord record) {
    return copy(record, record.headers());
  }

  private AuditRecord copy(AuditRecord record, Headers headers) {
    return log.append(
        record.topic(),
        record.partition(),
        record.key(),
        record.value(),
        record.timestampMillis(),
        headers);
  }
}
