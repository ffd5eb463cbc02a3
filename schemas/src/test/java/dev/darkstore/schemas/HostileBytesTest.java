package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.schemas.Samples.Sample;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arbitrary bytes: each leads to a record or a rejection, no other exception is thrown, and the
 * memory allocated is a small multiple of the input.
 */
class HostileBytesTest {
  private static final long SEED = Long.getLong("seed", 20260131L);
  private static final int ROUNDS = Integer.getInteger("rounds", 100_000);

  /** Factor for the worst possible value: an object with a text and a list for every two bytes. */
  private static final int ALLOCATED_PER_BYTE = 50;

  /** Allowance for classes and buffers at their first use. */
  private static final int ALLOCATED_ANYWAY = 1024 * 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private record Hostile<T extends SpecificRecord>(EventCodec<T> codec, byte[] value) {}

  static Stream<Sample<?>> all() {
    return Samples.all();
  }

  @Test
  void endInARecordOrARefusal() {
    List<Hostile<?>> originals =
        Stream.concat(
                Samples.all().map(HostileBytesTest::avro),
                Samples.clientFacing().map(HostileBytesTest::json))
            .toList();
    Random random = new Random(SEED);
    int records = 0;
    int refusals = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Hostile<?> original = originals.get(random.nextInt(originals.size()));
      byte[] value = Mutations.ofBytes(original.value(), random);
      try {
        if (isRecord(original.codec(), value)) {
          records++;
        } else {
          refusals++;
        }
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "round "
                + round
                + "; again with: mvn -pl schemas test -Dtest=HostileBytesTest -DargLine=-Dseed="
                + SEED,
            e);
      }
    }
    assertThat(records).as("records, so that the mutations are not too coarse").isGreaterThan(1000);
    assertThat(refusals).as("refusals").isGreaterThan(ROUNDS / 2);
  }

  @ParameterizedTest
  @MethodSource("all")
  void declareAnyLengthAnywhere(Sample<?> sample) {
    byte[] value = sample.encoded();
    for (int position = 10; position < value.length; position++) {
      for (byte[] claim : Mutations.CLAIMS) {
        isRecord(sample.codec(), Mutations.spliced(value, position, 1, claim));
      }
    }
  }

  @Test
  void areFullOfTheSmallestThingsThereAre() {
    // 32,000 assignments of two empty fields each. The last byte of an empty array is its end.
    byte[] none = EventCodec.ORDER_EVENTS.encode(Samples.told(new OrderPlaced(List.of())));
    byte[] count = {(byte) 0x80, (byte) 0xF4, 0x03};
    byte[] many =
        Mutations.spliced(none, none.length - 1, 0, Arrays.copyOf(count, count.length + 64_000));

    assertThat(isRecord(EventCodec.ORDER_EVENTS, many)).isTrue();
  }

  @Test
  void areJsonThatIsDeepOrLongOrManyTimesTheSame() {
    String half = "a".repeat(Limits.RECORD_BYTES / 2);
    for (String json :
        List.of(
            "[".repeat(Limits.RECORD_BYTES),
            "{\"a\":".repeat(Limits.RECORD_BYTES / 5),
            "{\"lines\":[" + "[],".repeat(20_000) + "[]]}",
            "{\"lines\":[" + "{},".repeat(20_000) + "{}]}",
            "{\"type\":\"" + half + "\"}",
            "{\"" + half + "\":1}",
            "{\"orderId\":" + "9".repeat(Limits.RECORD_BYTES / 2) + "}",
            "{\"orderId\":1e" + "9".repeat(15) + "}",
            " ".repeat(Limits.RECORD_BYTES))) {
      assertThat(isRecord(EventCodec.ORDERS, json.getBytes(StandardCharsets.UTF_8))).isFalse();
    }
  }

  private static <T extends SpecificRecord> Hostile<T> avro(Sample<T> sample) {
    return new Hostile<>(sample.codec(), sample.encoded());
  }

  private static <T extends SpecificRecord> Hostile<T> json(Sample<T> sample) {
    byte[] json = EventJson.toJson(sample.record()).getBytes(StandardCharsets.UTF_8);
    return new Hostile<>(sample.codec(), json);
  }

  /** Decodes it within the memory bound; a decoded record can be encoded and decoded again. */
  private static <T extends SpecificRecord> boolean isRecord(EventCodec<T> codec, byte[] value) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    T record;
    try {
      record = codec.read(value);
    } catch (UnreadableRecordException e) {
      assertAllocatedSince(before, value);
      assertThat(e.detail()).isNotBlank().hasSizeLessThan(600);
      return false;
    }
    assertAllocatedSince(before, value);
    assertThatCode(() -> assertThat(codec.decode(codec.encode(record))).isEqualTo(record))
        .doesNotThrowAnyException();
    return true;
  }

  private static void assertAllocatedSince(long before, byte[] value) {
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated for a value of %d", value.length)
        .isLessThan(ALLOCATED_ANYWAY + (long) ALLOCATED_PER_BYTE * value.length);
  }
}
