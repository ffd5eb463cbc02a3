package dev.darkstore.runtime.state;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Action before each commit of a task, while the task may still write.
 *
 * <p>Kafka Streams has no such hook, but before it commits a task it lets the task's caches flush,
 * and only then waits for the producer. So this is a store without content whose cache flush is the
 * action. A task that ends without a commit does not run it.
 *
 * <p>The interface is internal to Kafka Streams; only this class uses it.
 */
public final class CommitHook implements StateStore, CachedStateStore<byte[], byte[]> {
  /** Name of the store. */
  public static final String NAME = "before-commit";

  private Runnable action = CommitHook::nothing;
  private boolean open;

  private CommitHook() {}

  private static void nothing() {}

  /** Returns the store that a processor needs for {@link #beforeCommit}. */
  public static StoreBuilder<CommitHook> builder() {
    return new StoreBuilder<>() {
      @Override
      public StoreBuilder<CommitHook> withCachingEnabled() {
        throw new UnsupportedOperationException("it keeps nothing");
      }

      @Override
      public StoreBuilder<CommitHook> withCachingDisabled() {
        return this;
      }

      @Override
      public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
        throw new UnsupportedOperationException("it keeps nothing");
      }

      @Override
      public StoreBuilder<CommitHook> withLoggingDisabled() {
        return this;
      }

      @Override
      public CommitHook build() {
        return new CommitHook();
      }

      @Override
      public Map<String, String> logConfig() {
        return Map.of();
      }

      @Override
      public boolean loggingEnabled() {
        return false;
      }

      @Override
      public String name() {
        return NAME;
      }
    };
  }

  /**
   * Runs the action before each commit from now on, instead of any earlier one. The last commit of
   * a task may follow the closing of its processors, so the action ends with the task's stores.
   */
  public void beforeCommit(Runnable runs) {
    action = runs;
  }

  @Override
  public void flushCache() {
    action.run();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    context.register(root, (key, value) -> {});
    open = true;
  }

  @Override
  public void close() {
    clearCache();
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
    return false;
  }

  /** Removes the action: its task has ended. */
  @Override
  public void clearCache() {
    action = CommitHook::nothing;
  }
}
