package dev.darkstore.conformance.scenario;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.wire.Incoming;
import dev.darkstore.conformance.wire.Wire;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Check of one reply by itself: key, partition, ids and content. Each rule is reported once in a
 * scenario.
 *
 * @param order order of the reply
 * @param wire connection that it was read from
 */
record ReplyCheck(BranchOrder order, Wire wire) {
  void check(Reply reply, boolean isVote) {
    checkKey(reply.record());
    checkIds(reply.event());
    checkContent(reply);
    if (isVote) {
      judge(
          reply.body() instanceof Reserved,
          Rule.VOTE,
          "%s is a vote; only Reserved may be".formatted(reply.name()));
    }
  }

  private void checkKey(Incoming record) {
    byte[] key = order.orderId().getBytes(StandardCharsets.UTF_8);
    judge(
        Arrays.equals(record.key(), key),
        Rule.KEY,
        "the key of %s is %s, not the order id"
            .formatted(
                record.position(), record.key() == null ? "missing" : Text.quote(record.key())));
    int partition = Partitions.of(key, wire.partitions(record.topic()));
    judge(
        record.partition() == partition,
        Rule.KEY,
        "%s is on the wrong partition; murmur2 chooses %d".formatted(record.position(), partition));
  }

  private void checkIds(BranchEvent event) {
    judge(
        event.getOrderId().equals(order.orderId()),
        Rule.TRANSACTION,
        "orderId is %s, not that of the request".formatted(Text.quote(event.getOrderId())));
    judge(
        event.getTransactionId() == order.transactionId(),
        Rule.TRANSACTION,
        "transactionId is %d, not %d as in the request"
            .formatted(event.getTransactionId(), order.transactionId()));
    judge(
        event.getBranchKey().equals(order.claim().branchKey()),
        Rule.TRANSACTION,
        "branchKey is %s, not that of the request".formatted(Text.quote(event.getBranchKey())));
    Limits.violation(event).ifPresent(violation -> judge(false, Rule.READABLE, violation));
  }

  private void checkContent(Reply reply) {
    if (reply.body() instanceof Reserved reserved) {
      judge(!reserved.getHolding().isEmpty(), Rule.RESERVE, "Reserved has an empty holding");
      judge(
          reserved.getLeftMillis() >= 0 && reserved.getLeftMillis() <= order.holdMillis(),
          Rule.LEASE,
          "leftMillis is %d; the hold is %d ms"
              .formatted(reserved.getLeftMillis(), order.holdMillis()));
    } else if (reply.body() instanceof ReservationRefused refused) {
      checkDetail(refused.getRefusal());
    } else if (reply.body() instanceof AssignmentFailed failed) {
      checkDetail(failed.getRefusal());
    }
  }

  private void checkDetail(Refusal refusal) {
    judge(!refusal.getDetail().isBlank(), Rule.REFUSAL, "the refusal has no detail");
  }

  private void judge(boolean holds, Rule rule, String sentence) {
    order.play().judge(holds, rule, order, sentence);
  }
}
