package dev.darkstore.audit.order;

import dev.darkstore.audit.record.Digest;
import dev.darkstore.audit.record.Position;
import dev.darkstore.events.HeldUnit;
import java.util.List;
import java.util.OptionalLong;

/** State of one branch of one order, from the participant's events. */
final class BranchTrack {

  /** State of the branch. */
  enum State {
    /** No event. */
    NONE(0),
    /** Reserved. */
    RESERVED(1),
    /** Assigned. */
    ASSIGNED(2),
    /** Released. */
    RELEASED(3),
    /** Expired, or lost. */
    EXPIRED(4),
    /** Refused. */
    REFUSED(5),
    /**
     * Released without a reservation: its transaction can take nothing any more, but another one
     * can.
     */
    FENCED(6);

    private static final State[] ALL = values();

    private final int code;

    State(int code) {
      this.code = code;
    }

    /** Returns a number of three bits, in the sequence of the states. */
    int code() {
      return code;
    }

    static State ofCode(int code) {
      return ALL[code];
    }

    /** Returns true if it shows that the order was received. */
    boolean isTrace() {
      return this != NONE && this != FENCED;
    }

    /** Returns true if something is taken for the order. */
    boolean holds() {
      return this == RESERVED || this == ASSIGNED;
    }
  }

  private State state = State.NONE;
  private long fencedTransactionId;
  private OptionalLong takenBy = OptionalLong.empty();
  private boolean wasTaken;
  private boolean wasAssigned;
  private int heldDigest;
  private long goodsDigest;
  private long unitsDigest;
  private long keyDigest;
  private long expiresAtMillis;
  private String agentId;
  private long agentChange;
  private boolean isNamed;
  private long placedUnits;
  private Position firstRequest;
  private Position lastRequest;
  private Position firstRelease;
  private Position lastRelease;

  /** Notes that OrderPlaced names the branch, with a digest of the units' names. */
  void placed(long units) {
    isNamed = true;
    placedUnits = units;
  }

  /** Returns true if OrderPlaced names other units than the branch assigned, or not the branch. */
  boolean isPlacedOtherwise() {
    return wasAssigned && (!isNamed || placedUnits != unitsDigest);
  }

  /** Returns true if a record shows that the order has the branch. */
  boolean isShown() {
    return isNamed || isAsked() || state != State.NONE;
  }

  /** Returns true if the coordinator sent it anything. */
  boolean isAsked() {
    return firstRequest != null || firstRelease != null;
  }

  /** Returns the branch of a closed order. */
  static BranchTrack over(State state, int heldDigest) {
    BranchTrack track = new BranchTrack();
    track.state = state == State.FENCED ? State.RELEASED : state;
    track.wasAssigned = state == State.ASSIGNED;
    track.heldDigest = heldDigest;
    return track;
  }

  /** Returns a digest of quantities, units and change numbers, independent of their sequence. */
  static int heldDigest(List<HeldUnit> holding) {
    long digest = 0;
    for (HeldUnit unit : holding) {
      digest += Digest.of(Digest.of(unit.getUnit(), unit.getQuantity()), unit.getChange());
    }
    return (int) (digest >>> 32);
  }

  /** Returns a digest of quantities and units, independent of their sequence. */
  static long goodsDigest(List<HeldUnit> holding) {
    long digest = 0;
    for (HeldUnit unit : holding) {
      digest += Digest.of(unit.getUnit(), unit.getQuantity());
    }
    return digest;
  }

  void reserved(long transactionId, List<HeldUnit> holding, long untilMillis) {
    state = State.RESERVED;
    takenBy = OptionalLong.of(transactionId);
    hold(holding);
    expiresAtMillis = untilMillis;
  }

  void assigned(List<HeldUnit> holding) {
    state = State.ASSIGNED;
    wasAssigned = true;
    hold(holding);
  }

  /** Notes Reserve or Commit; requests arrive in the order of offsets. */
  void requested(Position request) {
    if (firstRequest == null) {
      firstRequest = request;
    }
    lastRequest = request;
  }

  /** Notes Release; releases arrive in the order of offsets. */
  void releaseSent(Position release) {
    if (firstRelease == null) {
      firstRelease = release;
    }
    lastRelease = release;
  }

  /** Returns the first request; null if none was read. */
  Position firstRequest() {
    return firstRequest;
  }

  /** Returns the last request; null if none was read. */
  Position lastRequest() {
    return lastRequest;
  }

  /** Returns the first Release; null if none was read. */
  Position firstRelease() {
    return firstRelease;
  }

  /** Returns the last Release; null if none was read. */
  Position lastRelease() {
    return lastRelease;
  }

  /** Notes a Released without units to give back. */
  void fenced(long transactionId) {
    state = State.FENCED;
    fencedTransactionId = transactionId;
  }

  /** Returns true if the transaction can take nothing any more. */
  boolean isFenced(long transactionId) {
    return state == State.FENCED && fencedTransactionId == transactionId;
  }

  /**
   * Returns true if only repeats can follow.
   *
   * @param transactionId transaction that decides the order; empty if unknown
   */
  boolean isOver(OptionalLong transactionId) {
    return switch (state) {
      case RELEASED, EXPIRED, REFUSED -> true;
      case FENCED -> isFenced(transactionId.orElse(fencedTransactionId));
      case NONE, RESERVED, ASSIGNED -> false;
    };
  }

  void now(State next) {
    state = next;
  }

  State state() {
    return state;
  }

  /** Returns true if the units that are, or were, reserved or assigned are known. */
  boolean wasTaken() {
    return wasTaken;
  }

  /** Returns the transaction of the last reservation; empty if not read. */
  OptionalLong takenBy() {
    return takenBy;
  }

  boolean wasAssigned() {
    return wasAssigned;
  }

  int heldDigest() {
    return heldDigest;
  }

  long goodsDigest() {
    return goodsDigest;
  }

  /** Returns a digest of the taken units' names, independent of their sequence. */
  long unitsDigest() {
    return unitsDigest;
  }

  /** Returns a digest of the store or the zone; 0 until an event names it. */
  long keyDigest() {
    return keyDigest;
  }

  void key(long digest) {
    keyDigest = digest;
  }

  /** Returns the expiry of the hold; 0 if unknown. */
  long expiresAtMillis() {
    return expiresAtMillis;
  }

  /** Returns the taken unit, if there is only one: for delivery, the agent. */
  String agentId() {
    return agentId;
  }

  /** Returns the number of the change that took the agent. */
  long agentChange() {
    return agentChange;
  }

  private void hold(List<HeldUnit> holding) {
    wasTaken = true;
    heldDigest = heldDigest(holding);
    goodsDigest = goodsDigest(holding);
    unitsDigest = 0;
    for (HeldUnit unit : holding) {
      unitsDigest += Digest.of(unit.getUnit());
    }
    if (holding.size() == 1) {
      agentId = holding.get(0).getUnit();
      agentChange = holding.get(0).getChange();
    }
  }
}
