package dev.darkstore.audit.order;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.order.BranchTrack.State;
import dev.darkstore.audit.record.Digest;
import dev.darkstore.audit.supply.UnitBook;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.BranchName;
import java.util.List;
import java.util.OptionalLong;

/**
 * Rules for the sequence of events of one branch, which are on one partition and thus ordered.
 * Events that change stock or agents are passed on to the units' histories; units of further
 * branches have none, since nothing is known about their supply.
 */
public final class BranchRules {
  private final UnitBook units;
  private final Findings findings;
  private final OptionalLong latenessMaxMillis;
  private final Lateness lateness = new Lateness();

  public BranchRules(UnitBook units, Findings findings, OptionalLong latenessMaxMillis) {
    this.units = units;
    this.findings = findings;
    this.latenessMaxMillis = latenessMaxMillis;
  }

  public Lateness lateness() {
    return lateness;
  }

  /** Notes an event, and reports its violations. */
  void note(OrderTrack order, BranchName name, BranchEvent event) {
    EventCheck eventCheck = new EventCheck(order, name, order.branch(name), event);
    eventCheck.checkKey();
    if (event.getBody() instanceof Reserved reserved) {
      eventCheck.reserved(reserved);
    } else if (event.getBody() instanceof ReservationRefused) {
      eventCheck.refused();
    } else if (event.getBody() instanceof ReservationExpired expired) {
      eventCheck.expired(expired);
    } else if (event.getBody() instanceof Assigned assigned) {
      eventCheck.assigned(assigned.getHolding());
    } else if (event.getBody() instanceof AssignmentFailed failed) {
      eventCheck.failed(failed);
    } else if (event.getBody() instanceof Released released) {
      eventCheck.released(released.getHolding());
    } else {
      throw new IllegalStateException("unhandled branch event " + event);
    }
  }

  /** Check of one event of one branch. */
  private final class EventCheck {
    private final OrderTrack order;
    private final BranchName name;
    private final BranchTrack branch;
    private final BranchEvent event;
    private final long atMillis;

    EventCheck(OrderTrack order, BranchName name, BranchTrack branch, BranchEvent event) {
      this.order = order;
      this.name = name;
      this.branch = branch;
      this.event = event;
      this.atMillis = event.getDecidedAt().toEpochMilli();
    }

    void checkKey() {
      if (isOfNothing()) {
        return; // Possibly of an order that was too old to be decided.
      }
      long key = Digest.of(event.getBranchKey());
      if (branch.keyDigest() != 0 && branch.keyDigest() != key) {
        report(Invariant.WRITER, "has key %s after another key".formatted(event.getBranchKey()));
      }
      branch.key(key);
    }

    private boolean isOfNothing() {
      return event.getBody() instanceof Released released
          && released.getHolding().isEmpty()
          && (branch.state() == State.NONE
              || branch.state() == State.FENCED
              || isOfAnotherTransaction());
    }

    void reserved(Reserved reserved) {
      List<HeldUnit> holding = reserved.getHolding();
      long expiresAtMillis = reserved.getExpiresAt().toEpochMilli();
      boolean same = branch.heldDigest() == BranchTrack.heldDigest(holding);
      switch (branch.state()) {
        case NONE -> take(holding, expiresAtMillis);
        case FENCED -> {
          if (branch.isFenced(event.getTransactionId())) {
            report(Invariant.FENCE, "was reserved after it had been released");
          }
          take(holding, expiresAtMillis);
        }
        case RESERVED -> {
          checkTimer(expiresAtMillis);
          if (!same) {
            takeAnother(holding, expiresAtMillis);
          }
        }
        case ASSIGNED -> {
          checkTimer(expiresAtMillis);
          if (!same) {
            report(Invariant.ATOMICITY, "took something else after it had been assigned");
            taken(holding);
          }
        }
        case RELEASED, EXPIRED, REFUSED -> {
          report(Invariant.FENCE, "was reserved after it had been " + over());
          take(holding, expiresAtMillis);
        }
      }
    }

    void refused() {
      switch (branch.state()) {
        case NONE -> branch.now(State.REFUSED);
        case REFUSED, RELEASED -> {} // A repeat, or the reply to a late Reserve.
        case FENCED -> {
          if (!branch.isFenced(event.getTransactionId())) {
            branch.now(State.REFUSED);
          }
        }
        case RESERVED, ASSIGNED, EXPIRED ->
            report(Invariant.CAUSE, "refused what it had already reserved");
      }
    }

    void expired(ReservationExpired expired) {
      List<HeldUnit> holding = expired.getHolding();
      switch (branch.state()) {
        case RESERVED -> runOut(expired);
        case EXPIRED -> {
          if (!holding.isEmpty()) {
            giveBackUnowned(holding);
          }
        }
        case NONE, RELEASED, REFUSED, FENCED -> {
          report(Invariant.CAUSE, "ran out, but nothing was reserved");
          giveBackUnowned(holding);
        }
        case ASSIGNED -> {
          report(Invariant.EXPIRY, "ran out after it had been assigned");
          givenBack(holding);
          branch.now(State.EXPIRED);
        }
      }
    }

    void assigned(List<HeldUnit> holding) {
      boolean same = branch.heldDigest() == BranchTrack.heldDigest(holding);
      switch (branch.state()) {
        case RESERVED -> {
          if (!same) {
            report(Invariant.ATOMICITY, "was assigned something else than was reserved");
          }
          if (atMillis >= branch.expiresAtMillis()) {
            report(
                Invariant.EXPIRY,
                "was assigned %d ms after its timer had run out"
                    .formatted(atMillis - branch.expiresAtMillis()));
          }
          heardAssigned(holding);
          branch.assigned(holding);
        }
        case ASSIGNED -> {
          if (!same) {
            report(Invariant.ATOMICITY, "was assigned something else than before");
          }
        }
        case NONE -> {
          report(Invariant.CAUSE, "was assigned, but never reserved");
          heardAssigned(holding);
          branch.assigned(holding);
        }
        case RELEASED, EXPIRED, REFUSED, FENCED -> {
          report(Invariant.FENCE, "was assigned after it had been " + over());
          branch.assigned(holding);
        }
      }
    }

    void failed(AssignmentFailed failed) {
      if (branch.state() == State.ASSIGNED && !failed.getRetryable()) {
        report(Invariant.CAUSE, "reported AssignmentFailed, but is assigned");
      }
    }

    void released(List<HeldUnit> holding) {
      if (holding.isEmpty() && branch.state().holds() && isOfAnotherTransaction()) {
        return; // Of an order that was too old to be decided, and took nothing.
      }
      switch (branch.state()) {
        case RESERVED, ASSIGNED -> {
          checkAllGivenBack(holding);
          givenBack(holding);
          branch.now(State.RELEASED);
        }
        case NONE, FENCED -> {
          if (isOfNothing()) {
            branch.fenced(event.getTransactionId());
          } else {
            giveBackUnowned(holding);
            branch.now(State.RELEASED);
          }
        }
        case RELEASED, EXPIRED, REFUSED -> giveBackUnowned(holding);
      }
    }

    private boolean isOfAnotherTransaction() {
      OptionalLong own = branch.takenBy().isPresent() ? branch.takenBy() : order.transactionId();
      return own.isPresent() && own.getAsLong() != event.getTransactionId();
    }

    private void take(List<HeldUnit> holding, long expiresAtMillis) {
      taken(holding);
      branch.reserved(event.getTransactionId(), holding, expiresAtMillis);
      if (name.equals(BranchName.DELIVERY) && holding.size() != 1) {
        report(Invariant.ATOMICITY, "holds %d agents".formatted(holding.size()));
      }
    }

    /** Another agent may replace one who went offline; everything else stays unchanged. */
    private void takeAnother(List<HeldUnit> holding, long expiresAtMillis) {
      if (name.equals(BranchName.DELIVERY)) {
        loseAgent();
      } else {
        report(Invariant.ATOMICITY, "was reserved twice, and not the same");
      }
      take(holding, expiresAtMillis);
    }

    private void runOut(ReservationExpired expired) {
      checkTimer(expired.getExpiresAt().toEpochMilli());
      List<HeldUnit> holding = expired.getHolding();
      if (expired.getReason() == Reason.AGENT_WENT_OFFLINE && holding.isEmpty()) {
        loseAgent();
      } else {
        checkAllGivenBack(holding);
        givenBack(holding);
      }
      if (expired.getReason() == Reason.RESERVATION_EXPIRED) {
        checkDue();
      }
      branch.now(State.EXPIRED);
    }

    private void checkDue() {
      long lateMillis = atMillis - branch.expiresAtMillis();
      if (lateMillis < 0) {
        report(Invariant.EXPIRY, "ran out %d ms before its timer".formatted(-lateMillis));
        return;
      }
      lateness.add(lateMillis);
      if (latenessMaxMillis.isPresent() && lateMillis > latenessMaxMillis.getAsLong()) {
        report(
            Invariant.EXPIRY,
            "ran out %d ms late; the bound is %d ms"
                .formatted(lateMillis, latenessMaxMillis.getAsLong()));
      }
    }

    private void checkTimer(long expiresAtMillis) {
      if (!order.reopened && expiresAtMillis != branch.expiresAtMillis()) {
        report(
            Invariant.EXPIRY,
            "has its timer at %d now, and had it at %d"
                .formatted(expiresAtMillis, branch.expiresAtMillis()));
      }
    }

    private void checkAllGivenBack(List<HeldUnit> holding) {
      // A trip that was completed before its order was placed frees no agent before Settle.
      if (!order.reopened && BranchTrack.goodsDigest(holding) != branch.goodsDigest()) {
        report(Invariant.NO_LEAK, "gave back something else than it held");
      }
    }

    private void giveBackUnowned(List<HeldUnit> holding) {
      if (!holding.isEmpty()) {
        report(
            name.equals(BranchName.STORE)
                ? Invariant.STOCK
                : name.equals(BranchName.DELIVERY) ? Invariant.AGENTS : Invariant.CAUSE,
            "gave back what it did not hold");
        givenBack(holding);
      }
    }

    private void loseAgent() {
      if (branch.agentId() != null) {
        units.agentLost(event.getBranchKey(), branch.agentId(), branch.agentChange(), order.id);
      }
    }

    private void heardAssigned(List<HeldUnit> holding) {
      units.assigned(name, event.getBranchKey(), holding, order.id);
    }

    private void taken(List<HeldUnit> holding) {
      units.taken(name, event.getBranchKey(), holding, order.id, atMillis);
    }

    private void givenBack(List<HeldUnit> holding) {
      units.givenBack(name, event.getBranchKey(), holding, order.id, atMillis);
    }

    private String over() {
      return switch (branch.state()) {
        case REFUSED -> "refused";
        case EXPIRED -> "lost";
        case NONE, RESERVED, ASSIGNED, RELEASED, FENCED -> "released";
      };
    }

    private void report(Invariant invariant, String sentence) {
      findings.report(order, invariant, "the " + name.text() + " branch " + sentence);
    }
  }
}
