package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.Brokers;
import dev.darkstore.chaos.cluster.ChaosTiming;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.load.Stage;
import dev.darkstore.chaos.network.Network;
import dev.darkstore.chaos.network.NetworkState;
import dev.darkstore.services.ServiceKind;
import java.util.ArrayList;
import java.util.List;

/** Catalogue of all faults, and of those in the short form. */
public record FaultCatalogue(
    Stage stage, Brokers brokers, Services services, Network network, ChaosTiming timing) {

  /** Returns one fault of every kind. */
  public List<Fault> all() {
    List<Fault> faults = new ArrayList<>();
    for (ServiceKind kind : ServiceKind.values()) {
      faults.add(kill(kind, Moment.IDLE));
      faults.add(kill(kind, Moment.MID_RESERVATION));
      faults.add(kill(kind, Moment.MID_COMMIT));
      faults.add(kill(kind, Moment.MID_PUNCTUATION));
      for (FreezeService.Length length : FreezeService.Length.values()) {
        faults.add(freeze(kind, length));
      }
      for (DamageState.Damage damage : DamageState.Damage.values()) {
        faults.add(damage(kind, damage));
      }
      faults.add(network(kind, NetworkState.CUT));
      faults.add(network(kind, NetworkState.SLOW));
      faults.add(network(kind, NetworkState.ANSWERS_LOST));
      faults.add(new ServiceDown(kind, services, timing));
      faults.add(new RestartServices(kind, services));
      faults.add(new ScaleService(kind, services));
      faults.add(new LoseOffsets(kind, services));
      for (WrongClock.Setting setting : WrongClock.Setting.values()) {
        faults.add(new WrongClock(kind, setting, services, timing));
      }
    }
    // The participants share the code that handles it.
    faults.add(new SteppedClock(ServiceKind.COORDINATOR, services, stage));
    faults.add(new SteppedClock(ServiceKind.STORE, services, stage));
    for (KillBrokers.Victims victims : KillBrokers.Victims.values()) {
      faults.add(new KillBrokers(victims, brokers, timing));
    }
    faults.add(new FreezeBroker(brokers, timing));
    faults.add(new FreezeAllBrokers(brokers, stage));
    for (WrongClock.Setting setting : WrongClock.Setting.values()) {
      faults.add(new WrongClocks(setting, brokers, services, timing));
    }
    faults.add(new RestartBrokers(brokers));
    return faults;
  }

  /** Returns a dozen faults of different kinds, each of a few seconds. */
  public List<Fault> brief() {
    return List.of(
        kill(ServiceKind.COORDINATOR, Moment.MID_COMMIT),
        kill(ServiceKind.COORDINATOR, Moment.MID_PUNCTUATION),
        kill(ServiceKind.STORE, Moment.MID_RESERVATION),
        kill(ServiceKind.DELIVERY, Moment.IDLE),
        freeze(ServiceKind.COORDINATOR, FreezeService.Length.BRIEF),
        freeze(ServiceKind.STORE, FreezeService.Length.BEYOND_SESSION),
        damage(ServiceKind.DELIVERY, DamageState.Damage.CORRUPTED),
        network(ServiceKind.COORDINATOR, NetworkState.ANSWERS_LOST),
        network(ServiceKind.STORE, NetworkState.SLOW),
        network(ServiceKind.DELIVERY, NetworkState.CUT),
        new SteppedClock(ServiceKind.STORE, services, stage),
        new WrongClock(ServiceKind.DELIVERY, WrongClock.Setting.AHEAD, services, timing),
        new KillBrokers(KillBrokers.Victims.LEADER, brokers, timing));
  }

  private Fault kill(ServiceKind kind, Moment moment) {
    return moment == Moment.MID_PUNCTUATION
        ? new KillOnTimers(kind, services, stage, timing)
        : new KillService(kind, moment, services, stage);
  }

  private Fault freeze(ServiceKind kind, FreezeService.Length length) {
    return new FreezeService(kind, length, services, timing);
  }

  private Fault damage(ServiceKind kind, DamageState.Damage damage) {
    return new DamageState(kind, damage, services, timing);
  }

  private Fault network(ServiceKind kind, NetworkState state) {
    return new NetworkFault(kind, state, network, services, timing);
  }
}
