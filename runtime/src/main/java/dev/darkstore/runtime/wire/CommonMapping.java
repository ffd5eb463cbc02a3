package dev.darkstore.runtime.wire;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.Shortage;
import java.util.List;

/** Mapping of the values common to events, commands and state. Each method has an inverse. */
public final class CommonMapping {
  private CommonMapping() {}

  public static List<OrderLine> lines(List<dev.darkstore.events.OrderLine> lines) {
    return lines.stream().map(l -> new OrderLine(l.getSku(), l.getQuantity())).toList();
  }

  public static List<dev.darkstore.events.OrderLine> wireLines(List<OrderLine> lines) {
    return lines.stream()
        .map(l -> new dev.darkstore.events.OrderLine(l.sku(), l.quantity()))
        .toList();
  }

  public static List<HeldUnit> holding(List<dev.darkstore.events.HeldUnit> holding) {
    return holding.stream()
        .map(
            h ->
                new HeldUnit(
                    h.getUnit(),
                    h.getQuantity(),
                    h.getChange(),
                    h.getSupplyOffset(),
                    h.getAvailable()))
        .toList();
  }

  public static List<dev.darkstore.events.HeldUnit> wireHolding(List<HeldUnit> holding) {
    return holding.stream()
        .map(
            h ->
                new dev.darkstore.events.HeldUnit(
                    h.unit(), h.quantity(), h.change(), h.supplyOffset(), h.available()))
        .toList();
  }

  public static Refusal refusal(dev.darkstore.events.Refusal refusal) {
    return new Refusal(
        reason(refusal.getReason()),
        refusal.getDetail(),
        refusal.getShortages().stream()
            .map(s -> new Shortage(s.getSku(), s.getWanted(), s.getAvailable()))
            .toList());
  }

  public static dev.darkstore.events.Refusal wireRefusal(Refusal refusal) {
    return new dev.darkstore.events.Refusal(
        wireReason(refusal.reason()),
        refusal.detail(),
        refusal.shortages().stream()
            .map(s -> new dev.darkstore.events.Shortage(s.sku(), s.wanted(), s.available()))
            .toList());
  }

  /** The two enums have equal names; a test enforces it. */
  static Reason reason(dev.darkstore.events.Reason reason) {
    return Reason.valueOf(reason.name());
  }

  static dev.darkstore.events.Reason wireReason(Reason reason) {
    return dev.darkstore.events.Reason.valueOf(reason.name());
  }
}
