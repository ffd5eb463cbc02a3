package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkstore.harness.AdminRequests;
import dev.darkstore.runtime.state.ClosedStore;
import dev.darkstore.runtime.state.StoreSuppliers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;

/**
 * Closed entries of a past epoch, after a kill. Each epoch is a separate RocksDB, which writes its
 * memory to files when that is full: entries of the epoch before are still in memory when those of
 * this one, and the position in the changelog that belongs to them, are in files.
 */
@DisplayName("Closed entries of the epoch before, after a kill")
class StateAfterAKillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String INPUT = "input";
  private static final String STORE = "closed";
  private static final String APPLICATION = "killed";
  private static final long WINDOW_MILLIS = Duration.ofDays(1).toMillis();
  private static final String KEY = "order";
  private static final int MEMORY_BYTES = 64 * 1024;
  private static final int ENTRY_BYTES = 1_024;
  private static final int ENTRIES = 500;

  @TempDir private Path folder;
  private TestBroker broker;

  @BeforeEach
  void start() throws ExecutionException, InterruptedException {
    broker = TestBroker.start();
    try (Admin admin = admin()) {
      admin.createTopics(Stream.of(new NewTopic(INPUT, 1, (short) 1)).toList()).all().get();
    }
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  @DisplayName(
      "Closed entries of the epoch before survive a kill, at the second start at the latest")
  void surviveAKill() throws IOException {
    Path killed = killedInTheSecondEpoch(false);

    // The first start finds that the state was not closed. Kafka Streams then leaves a part of
    // it open, and fails; it wipes the state, and the next start restores it.
    Path second = folder.resolve("second");
    Optional<byte[]> found = firstEpoch(killed, false);
    if (found.isEmpty()) {
      copy(killed, second);
      found = firstEpoch(second, false);
    }

    assertThat(found).hasValueSatisfying(bytes -> assertThat(bytes).hasSize(1));
  }

  /**
   * Shows why transactional state stores are disabled. If this test fails, Kafka has fixed the
   * defect: see docs/decisions/0010-no-transactional-state-stores.md.
   */
  @Test
  @DisplayName("Kafka's transactional state stores lose closed entries of the epoch before")
  void areLostWithTransactionalStateStores() throws IOException {
    Path killed = killedInTheSecondEpoch(true);

    assertThat(firstEpoch(killed, true)).hasValueSatisfying(bytes -> assertThat(bytes).isEmpty());
  }

  /** Returns a copy of the state, made while it was in use: the files that kill -9 leaves. */
  private Path killedInTheSecondEpoch(boolean transactional) throws IOException {
    Path running = folder.resolve("running");
    Path killed = folder.resolve("killed");
    try (KafkaStreams streams = streams(running, transactional)) {
      streams.start();
      send(1, 1, 1);
      awaitCommitted(1);
      send(2, ENTRIES, ENTRY_BYTES);
      awaitCommitted(1 + ENTRIES);
      // RocksDB checks at the next write if its memory is full.
      send(2, 1, ENTRY_BYTES);
      await().atMost(PATIENCE).until(() -> hasFile(running, STORE + "." + 2 * WINDOW_MILLIS));
      copy(running, killed);
    }
    return killed;
  }

  /**
   * Starts on the state and looks for the entry of the first epoch.
   *
   * @return the entry, without bytes if it is missing; empty if the start failed
   */
  private Optional<byte[]> firstEpoch(Path state, boolean transactional) {
    try (KafkaStreams streams = streams(state, transactional)) {
      streams.start();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  streams.state() == KafkaStreams.State.RUNNING
                      || streams.state() == KafkaStreams.State.ERROR);
      if (streams.state() == KafkaStreams.State.ERROR) {
        return Optional.empty();
      }
      byte[] entry =
          streams
              .store(
                  StoreQueryParameters.fromNameAndType(
                      STORE, QueryableStoreTypes.<String, byte[]>windowStore()))
              .fetch(KEY, WINDOW_MILLIS);
      return Optional.of(entry == null ? new byte[0] : entry);
    }
  }

  private KafkaStreams streams(Path state, boolean transactional) {
    Topology topology = new Topology();
    topology
        .addSource(
            INPUT, new LongDeserializer(), Serdes.ByteArray().deserializer(), new String[] {INPUT})
        .addProcessor("closing", Closing::new, INPUT)
        .addStateStore(
            ClosedStore.builder(StoreSuppliers.PERSISTENT, STORE, WINDOW_MILLIS), "closing");
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            APPLICATION,
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker.bootstrapServers(),
            StreamsConfig.STATE_DIR_CONFIG,
            state.toString(),
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
            SmallWriteBuffer.class,
            StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG,
            transactional,
            StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG),
            "earliest",
            StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
            6_000,
            StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
            2_000));
    return new KafkaStreams(topology, properties);
  }

  private void send(long epoch, int entries, int bytes) {
    try (KafkaProducer<Long, byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
            new LongSerializer(),
            new ByteArraySerializer())) {
      for (int entry = 0; entry < entries; entry++) {
        producer.send(new ProducerRecord<>(INPUT, epoch, new byte[bytes]));
      }
    }
  }

  private void awaitCommitted(long offset) {
    try (Admin admin = admin()) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  AdminRequests.committed(admin, APPLICATION)
                          .getOrDefault(new TopicPartition(INPUT, 0), -1L)
                      >= offset);
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
  }

  private static boolean hasFile(Path state, String database) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      return files.anyMatch(
          file ->
              file.toString().endsWith(".sst")
                  && file.getParent().getFileName().toString().equals(database));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  /**
   * Processor that stores each value in the window of the epoch that is its key, each under another
   * key.
   */
  private static final class Closing extends ContextualProcessor<Long, byte[], Void, Void> {
    @Override
    public void process(Record<Long, byte[]> read) {
      WindowStore<String, byte[]> closed = context().getStateStore(STORE);
      long offset = context().recordMetadata().orElseThrow().offset();
      closed.put(offset == 0 ? KEY : KEY + offset, read.value(), read.key() * WINDOW_MILLIS);
    }
  }

  /** Configuration of RocksDB that writes to files early. */
  public static final class SmallWriteBuffer implements RocksDBConfigSetter {
    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
      options.setWriteBufferSize(MEMORY_BYTES);
    }

    @Override
    public void close(String store, Options options) {
      // Nothing was allocated outside the options.
    }
  }
}
