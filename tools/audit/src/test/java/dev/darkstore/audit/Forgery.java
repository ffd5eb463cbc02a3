package dev.darkstore.audit;

import static dev.darkstore.audit.Forger.NOBODYS;
import static dev.darkstore.audit.Forger.cause;
import static dev.darkstore.schemas.BranchName.DELIVERY;
import static dev.darkstore.schemas.BranchName.STORE;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.record.Cause;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.Commit;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.Settle;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyRefused;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Forged record, or omitted record, that a correct service never produces.
 *
 * @param planted description
 * @param unseen reason why no invariant can detect it; null if one must
 * @param how operation that plants it in a correct log
 */
record Forgery(String planted, String unseen, Consumer<Forger> how) {

  static List<Forgery> all() {
    List<Forgery> all = new ArrayList<>();
    all.addAll(requests());
    all.addAll(releases());
    all.addAll(branchEvents());
    all.addAll(outcomes());
    all.addAll(notifications());
    all.addAll(supplyAndLetters());
    return all;
  }

  @Override
  public String toString() {
    return planted;
  }

  private static final String ROLLED_BACK = "a rolled-back run of the coordinator can have sent it";

  private static Forgery of(String planted, Consumer<Forger> how) {
    return new Forgery(planted, null, how);
  }

  private static List<Forgery> requests() {
    return List.of(
        of(
            "Reserve of an order without PlaceOrder",
            f -> f.reserve(STORE, NOBODYS, f.placed(), Forger.nowhere(Topic.ORDERS))),
        of(
            "Reserve of a placed order, from the PlaceOrder of another",
            f -> f.reserve(STORE, f.placed(), f.placed(), cause(f.place(f.otherPlaced())))),
        new Forgery(
            "Reserve of a placed order, a second time",
            ROLLED_BACK,
            f -> f.reserve(STORE, f.placed(), f.placed(), cause(f.place(f.placed())))),
        of(
            "Reserve from the timer of another order",
            f -> f.reserve(STORE, f.placed(), f.placed(), f.timer(f.otherPlaced()))),
        of(
            "Reserved, and the Reserve is missing",
            f -> f.remove(f.find(Topic.STORE_COMMANDS, Reserve.class, f.placed()))),
        of(
            "Commit of an order without PlaceOrder",
            f -> f.command(DELIVERY, NOBODYS, new Commit(1), Forger.nowhere(Topic.STORE_EVENTS))),
        new Forgery(
            "Commit before delivery had reserved: it refused",
            ROLLED_BACK,
            f -> {
              String id = f.rejected(Reason.NO_AGENT_AVAILABLE);
              AuditRecord reserved = f.find(Topic.STORE_EVENTS, Reserved.class, id);
              f.command(STORE, id, new Commit(1), cause(reserved));
            }),
        new Forgery(
            "Commit to each branch as soon as it had reserved",
            ROLLED_BACK,
            f -> {
              AuditRecord commit = f.find(Topic.STORE_COMMANDS, Commit.class, f.placed());
              AuditRecord store = f.find(Topic.STORE_EVENTS, Reserved.class, f.placed());
              AuditRecord delivery = f.find(Topic.DELIVERY_EVENTS, Reserved.class, f.placed());
              boolean isByStore =
                  Cause.of(commit.headers()).orElseThrow().record().equals(store.position());
              f.recaused(commit, cause(isByStore ? delivery : store));
            }),
        new Forgery(
            "Commit to both branches as soon as the first had reserved",
            "the second reserves soon after, and no clocks of two services are compared",
            f -> {
              AuditRecord store = f.find(Topic.STORE_EVENTS, Reserved.class, f.placed());
              AuditRecord delivery = f.find(Topic.DELIVERY_EVENTS, Reserved.class, f.placed());
              AuditRecord commit = f.find(Topic.STORE_COMMANDS, Commit.class, f.placed());
              boolean isByStore =
                  Cause.of(commit.headers()).orElseThrow().record().equals(store.position());
              AuditRecord first = isByStore ? delivery : store;
              f.recaused(commit, cause(first));
              f.recaused(f.find(Topic.DELIVERY_COMMANDS, Commit.class, f.placed()), cause(first));
            }),
        new Forgery(
            "Commit of an order that was cancelled before",
            ROLLED_BACK,
            f -> {
              String id = f.rejected(Reason.CANCELLED);
              AuditRecord reserved = f.find(Topic.STORE_EVENTS, Reserved.class, id);
              f.command(STORE, id, new Commit(1), cause(reserved));
            }),
        new Forgery(
            "Commit again after OrderPlaced, from the same Reserved",
            ROLLED_BACK,
            f -> {
              AuditRecord reserved = f.find(Topic.STORE_EVENTS, Reserved.class, f.placed());
              f.command(STORE, f.placed(), new Commit(1), cause(reserved));
            }),
        of(
            "Commit from PlaceOrder",
            f ->
                f.recaused(
                    f.find(Topic.STORE_COMMANDS, Commit.class, f.placed()),
                    cause(f.place(f.placed())))),
        new Forgery(
            "second attempt of Commit after OrderPlaced, from a timer of the order",
            "equals an earlier one: only a clock could distinguish them, and clocks may be set back",
            f -> f.command(STORE, f.placed(), new Commit(2), f.timer(f.placed()))),
        new Forgery(
            "Commit again after OrderPlaced, without a cause",
            "a record without a cause is not checked: earlier builds named no causes",
            f -> f.command(STORE, f.placed(), new Commit(1), Forger.none())),
        of(
            "Assigned, and the Commit is missing",
            f -> f.remove(f.find(Topic.DELIVERY_COMMANDS, Commit.class, f.placed()))));
  }

  private static List<Forgery> releases() {
    return List.of(
        of(
            "Release of an order without PlaceOrder",
            f -> f.release(STORE, NOBODYS, new Release(1), f.timer(NOBODYS))),
        of(
            "Release of a placed order",
            f -> f.release(STORE, f.placed(), new Release(1), f.timer(f.placed()))),
        of(
            "Release of a placed order, without a cause",
            f -> f.release(DELIVERY, f.placed(), new Release(1), Forger.none())),
        of(
            "Release from a deadline in the future",
            f -> {
              String id = f.rejected(Reason.CANCELLED);
              f.release(STORE, id, new Release(2), CausedLog.causedBy(id, f.nowMillis() + 10_000));
            }),
        of(
            "Released, and the Release is missing",
            f ->
                f.remove(
                    f.find(Topic.STORE_RELEASES, Release.class, f.rejected(Reason.CANCELLED)))),
        of(
            "Settle of an order without PlaceOrder",
            f -> f.release(DELIVERY, NOBODYS, new Settle(), Forger.nowhere(Topic.STORE_EVENTS))),
        of(
            "Settle of a rejected order",
            f -> f.release(STORE, f.rejected(Reason.CANCELLED), new Settle(), Forger.none())),
        of(
            "Settle of a placed order from Reserved",
            f ->
                f.recaused(
                    f.find(Topic.STORE_RELEASES, Settle.class, f.placed()),
                    cause(f.find(Topic.STORE_EVENTS, Reserved.class, f.placed())))));
  }

  private static List<Forgery> branchEvents() {
    return List.of(
        of(
            "Reserved of an order without PlaceOrder",
            f ->
                f.say(
                    STORE, NOBODYS, reserved(f, List.of()), Forger.nowhere(Topic.STORE_COMMANDS))),
        of(
            "Reserved from Reserve of the other branch",
            f ->
                f.recaused(
                    f.find(Topic.STORE_EVENTS, Reserved.class, f.placed()),
                    cause(f.find(Topic.DELIVERY_COMMANDS, Reserve.class, f.placed())))),
        of(
            "Reserved of more goods after OrderPlaced",
            f -> {
              HeldUnit held = f.holding(STORE, f.placed()).get(0);
              HeldUnit more =
                  new HeldUnit(
                      held.getUnit(),
                      held.getQuantity() + 1,
                      held.getChange(),
                      held.getSupplyOffset(),
                      held.getAvailable());
              f.say(
                  STORE,
                  f.placed(),
                  reserved(f, List.of(more)),
                  cause(f.find(Topic.STORE_COMMANDS, Reserve.class, f.placed())));
            }),
        of(
            "ReservationRefused of a placed order",
            f ->
                f.say(
                    STORE,
                    f.placed(),
                    new ReservationRefused(Books.refusal(Reason.OUT_OF_STOCK)),
                    cause(f.find(Topic.STORE_COMMANDS, Reserve.class, f.placed())))),
        of(
            "ReservationExpired of a placed order",
            f ->
                f.say(
                    DELIVERY,
                    f.placed(),
                    new ReservationExpired(
                        Reason.RESERVATION_EXPIRED, List.of(), Instant.ofEpochMilli(f.nowMillis())),
                    f.timer(f.placed()))),
        of(
            "Assigned from Commit of the other branch",
            f ->
                f.recaused(
                    f.find(Topic.STORE_EVENTS, Assigned.class, f.placed()),
                    cause(f.find(Topic.DELIVERY_COMMANDS, Commit.class, f.placed())))),
        of(
            "Assigned from Reserve, without Commit",
            f ->
                f.recaused(
                    f.find(Topic.STORE_EVENTS, Assigned.class, f.placed()),
                    cause(f.find(Topic.STORE_COMMANDS, Reserve.class, f.placed())))),
        of(
            "Assigned of an order that was released",
            f -> {
              String id = f.rejected(Reason.CANCELLED);
              f.say(STORE, id, new Assigned(List.of()), Forger.none());
            }),
        of(
            "Assigned is missing",
            f -> f.remove(f.find(Topic.DELIVERY_EVENTS, Assigned.class, f.placed()))),
        of(
            "AssignmentFailed of a placed order",
            f ->
                f.say(
                    STORE,
                    f.placed(),
                    new AssignmentFailed(false, Books.refusal(Reason.RESERVATION_EXPIRED)),
                    cause(f.find(Topic.STORE_COMMANDS, Commit.class, f.placed())))),
        of(
            "Released of a placed order",
            f ->
                f.say(
                    STORE, f.placed(), new Released(f.holding(STORE, f.placed())), Forger.none())),
        of(
            "Released of goods that were given back before",
            f -> {
              String id = f.rejected(Reason.CANCELLED);
              f.say(
                  STORE,
                  id,
                  new Released(f.holding(STORE, f.placed())),
                  cause(f.find(Topic.STORE_RELEASES, Release.class, id)));
            }));
  }

  private static List<Forgery> outcomes() {
    return List.of(
        of(
            "OrderReceived of an order without PlaceOrder",
            f -> f.publish(NOBODYS, new OrderReceived(), Forger.nowhere(Topic.ORDERS))),
        of(
            "OrderReceived from the PlaceOrder of another order",
            f ->
                f.recaused(
                    f.find(Topic.ORDER_EVENTS, OrderReceived.class, f.placed()),
                    cause(f.place(f.otherPlaced())))),
        of(
            "OrderPlaced of an order without PlaceOrder",
            f ->
                f.publish(
                    NOBODYS,
                    Forger.placedWith(List.of(), List.of()),
                    Forger.nowhere(Topic.STORE_EVENTS))),
        of(
            "OrderPlaced from Reserved, before Assigned",
            f ->
                f.recaused(
                    f.find(Topic.ORDER_EVENTS, OrderPlaced.class, f.placed()),
                    cause(f.find(Topic.DELIVERY_EVENTS, Reserved.class, f.placed())))),
        of(
            "OrderPlaced of an order that was rejected",
            f ->
                f.publish(
                    f.rejected(Reason.CANCELLED),
                    Forger.placedWith(List.of(), List.of()),
                    Forger.none())),
        of(
            "OrderPlaced with other units than were assigned",
            f -> {
              String id = f.placed();
              AuditRecord told = f.find(Topic.ORDER_EVENTS, OrderPlaced.class, id);
              OrderPlaced other =
                  Forger.placedWith(f.holding(STORE, id), f.holding(DELIVERY, f.otherPlaced()));
              f.remove(told);
              f.publish(id, other, told.headers());
            }),
        of(
            "OrderPlaced is missing",
            f -> f.remove(f.find(Topic.ORDER_EVENTS, OrderPlaced.class, f.placed()))),
        of(
            "OrderRejected of an order that was placed",
            f ->
                f.publish(
                    f.placed(),
                    new OrderRejected(Books.refusal(Reason.COMMIT_TIMED_OUT)),
                    f.timer(f.placed()))),
        of(
            "OrderRejected from Released",
            f -> {
              String id = f.rejected(Reason.CANCELLED);
              f.recaused(
                  f.find(Topic.ORDER_EVENTS, OrderRejected.class, id),
                  cause(f.find(Topic.STORE_EVENTS, Released.class, id)));
            }),
        of(
            "OrderRejected is missing",
            f ->
                f.remove(
                    f.find(
                        Topic.ORDER_EVENTS, OrderRejected.class, f.rejected(Reason.OUT_OF_STOCK)))),
        of(
            "CancelRefused without CancelOrder",
            f ->
                f.publish(
                    f.placed(),
                    new CancelRefused(Books.refusal(Reason.BEING_COMMITTED)),
                    Forger.nowhere(Topic.ORDERS))),
        of(
            "CancelRefused as placed already, of an order that was rejected",
            f ->
                f.publish(
                    f.rejected(Reason.OUT_OF_STOCK),
                    new CancelRefused(Books.refusal(Reason.ALREADY_PLACED)),
                    Forger.none())));
  }

  private static List<Forgery> notifications() {
    return List.of(
        of(
            "PickOrder of a rejected order",
            f -> f.pick(f.rejected(Reason.CANCELLED), f.placed(), Forger.none())),
        of(
            "PickOrder twice",
            f ->
                f.pick(
                    f.placed(),
                    f.placed(),
                    f.find(Topic.STORE_NOTIFICATIONS, PickOrder.class, f.placed()).headers())),
        of(
            "PickOrder from Reserved, before all was assigned",
            f ->
                f.recaused(
                    f.find(Topic.STORE_NOTIFICATIONS, PickOrder.class, f.placed()),
                    cause(f.find(Topic.STORE_EVENTS, Reserved.class, f.placed())))),
        of(
            "PickOrder is missing",
            f -> f.remove(f.find(Topic.STORE_NOTIFICATIONS, PickOrder.class, f.placed()))),
        of(
            "DeliverOrder of an order without PlaceOrder",
            f -> f.deliver(NOBODYS, "agent-0", Forger.none())),
        of(
            "DeliverOrder to another agent than was assigned",
            f -> {
              AuditRecord told =
                  f.find(Topic.DELIVERY_NOTIFICATIONS, DeliverOrder.class, f.placed());
              f.remove(told);
              f.deliver(f.placed(), "agent-of-another-zone", told.headers());
            }),
        of(
            "DeliverOrder is missing",
            f -> f.remove(f.find(Topic.DELIVERY_NOTIFICATIONS, DeliverOrder.class, f.placed()))));
  }

  private static List<Forgery> supplyAndLetters() {
    return List.of(
        of(
            "SupplyApplied for a missing record",
            f ->
                f.answer(Topic.STOCK_EVENTS, 999_999, new SupplyApplied(List.of()), Forger.none())),
        of(
            "SupplyApplied twice of one record",
            f -> f.answer(Topic.STOCK_EVENTS, 0, new SupplyApplied(List.of()), Forger.none())),
        of(
            "SupplyApplied from another record than it answers",
            f ->
                f.recaused(
                    f.first(Topic.AGENT_EVENTS, SupplyApplied.class), cause(f.place(f.placed())))),
        of(
            "SupplyApplied is missing",
            f -> f.remove(f.first(Topic.AGENT_EVENTS, SupplyApplied.class))),
        of(
            "SupplyRefused is missing",
            f -> f.remove(f.first(Topic.STOCK_EVENTS, SupplyRefused.class))),
        of(
            "dead letter of an order that was placed",
            f -> f.deadLetter(f.place(f.placed()), DeadLetterReason.UNREADABLE)),
        of(
            "dead letter twice of one record",
            f -> {
              AuditRecord letter = f.first(Topic.DEAD_LETTERS, Object.class);
              f.log.append(
                  Topic.DEAD_LETTERS,
                  0,
                  letter.key(),
                  letter.value(),
                  f.nowMillis(),
                  letter.headers());
            }),
        of(
            "dead letter without headers",
            f -> f.log.append(Topic.DEAD_LETTERS, 0, null, null, f.nowMillis(), Forger.none())),
        of("dead letter is missing", f -> f.remove(f.first(Topic.DEAD_LETTERS, Object.class))));
  }

  private static Reserved reserved(Forger forger, List<HeldUnit> holding) {
    return new Reserved(holding, Instant.ofEpochMilli(forger.nowMillis() + Books.HOLD_MILLIS), 0L);
  }
}
