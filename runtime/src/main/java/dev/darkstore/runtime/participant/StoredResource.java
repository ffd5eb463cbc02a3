package dev.darkstore.runtime.participant;

import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.runtime.state.StateSerde;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Base of resources without supply: keeps the units, so that a subclass only decides. Commit
 * changes nothing unless it is overridden.
 *
 * @param <C> one unit, immutable
 */
public abstract class StoredResource<C> implements Resource<C>, OwnedResource<Void, C> {
  private final OpenStore<C> units;
  private final Function<C, String> key;

  /**
   * Creates a resource over the store of a task.
   *
   * @param units store of the resource
   * @param key key of a unit; those of one branch key are on one task
   * @param toText stored form of a unit, without its key
   * @param fromText unit with this key and stored form; must read the stored forms of all versions
   */
  protected StoredResource(
      KeyValueStore<String, byte[]> units,
      Function<C, String> key,
      Function<C, String> toText,
      BiFunction<String, String, C> fromText) {
    this.units = new OpenStore<>(units, StateSerde.ofText(toText, fromText));
    this.key = key;
  }

  /** Returns the unit with this key, if it was ever changed. */
  protected final Optional<C> unit(String unitKey) {
    return units.get(unitKey);
  }

  @Override
  public final Resource<C> resource() {
    return this;
  }

  @Override
  public final void apply(C change) {
    units.put(key.apply(change), change);
  }

  @Override
  public final void handOver() {
    units.handOver();
  }
}
