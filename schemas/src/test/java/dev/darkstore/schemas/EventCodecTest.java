package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.schemas.Samples.Sample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
  static Stream<Sample<?>> all() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  <T extends SpecificRecord> void readsWhatItWrote(Sample<T> sample) throws Exception {
    assertThat(sample.codec().decode(sample.encoded())).isEqualTo(sample.record());
    assertThat(sample.codec().read(sample.encoded())).isEqualTo(sample.record());
  }

  @Test
  void isSharedByThreads() {
    List<Sample<?>> samples = Samples.all().toList();

    assertThat(
            IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i -> samples.get(i % samples.size()))
                .filter(sample -> !isReadAsWritten(sample)))
        .isEmpty();
  }

  /** Clients in other languages use their own Avro. */
  @ParameterizedTest
  @MethodSource("all")
  <T extends SpecificRecord> void speaksAvrosSingleObjectEncoding(Sample<T> sample)
      throws Exception {
    BinaryMessageEncoder<GenericRecord> encoder =
        new BinaryMessageEncoder<>(GenericData.get(), sample.codec().schema());
    BinaryMessageDecoder<GenericRecord> decoder =
        new BinaryMessageDecoder<>(GenericData.get(), sample.codec().schema());

    GenericRecord read = decoder.decode(sample.encoded());
    ByteBuffer written = encoder.encode(read);

    assertThat(written).isEqualTo(ByteBuffer.wrap(sample.encoded()));
  }

  @ParameterizedTest
  @MethodSource("dev.darkstore.schemas.TopicTest#topicsWithASchema")
  void thereIsOneForEveryTopicWithASchema(Topic topic) {
    assertThat(EventCodec.of(topic).schema()).isSameAs(topic.schema().orElseThrow());
  }

  @Test
  void thereIsNoneForDeadLetters() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.of(Topic.DEAD_LETTERS))
        .withMessage("dead-letters has no schema");
  }

  @Test
  @DisplayName("An order without attributes is one byte longer than before there were any")
  void writesOneByteForNoAttributes() throws Exception {
    OrderRequest without = Samples.placeOrder("o-1", Samples.LINES);
    byte[] value = EventCodec.ORDERS.encode(without);
    Schema first = SchemaHistory.of(OrderRequest.getClassSchema()).versions().get(0);
    BinaryMessageDecoder<GenericRecord> decoder =
        new BinaryMessageDecoder<>(GenericData.get(), first);
    decoder.addSchema(OrderRequest.getClassSchema());
    GenericRecord before = decoder.decode(value);

    assertThat(new BinaryMessageEncoder<GenericRecord>(GenericData.get(), first).encode(before))
        .extracting(ByteBuffer::remaining)
        .isEqualTo(value.length - 1);
  }

  @Test
  void writesNothingThatIsTooLargeToBeRead() throws Exception {
    // The length of this text takes three bytes, that of an empty one takes one.
    int longest = Limits.RECORD_BYTES - EventCodec.ORDERS.encode(withCustomer("")).length - 2;
    OrderRequest large = withCustomer("c".repeat(longest));
    OrderRequest tooLarge = withCustomer("c".repeat(longest + 1));

    byte[] value = EventCodec.ORDERS.encode(large);

    assertThat(value).hasSize(Limits.RECORD_BYTES);
    assertThat(EventCodec.ORDERS.decode(value)).isEqualTo(large);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.ORDERS.encode(tooLarge))
        .withMessage("the record takes more than 65536 bytes");
  }

  private static boolean isReadAsWritten(Sample<?> sample) {
    try {
      return sample.codec().decode(sample.encoded()).equals(sample.record());
    } catch (UnreadableRecordException e) {
      throw new AssertionError(sample + " was refused", e);
    }
  }

  private static OrderRequest withCustomer(String customerId) {
    return new OrderRequest(
        "o-1", new PlaceOrder(customerId, "s-1", "z-1", Samples.LINES, Map.of()));
  }

  @Nested
  class Refuses {
    private final byte[] order = EventCodec.ORDERS.encode(Samples.placeOrder("o-1", Samples.LINES));

    @Test
    void noValue() {
      assertRefused(null, DeadLetterReason.UNREADABLE, "the record has no value");
    }

    @Test
    void anEmptyValue() {
      assertRefused(new byte[0], DeadLetterReason.UNREADABLE, "the value is empty");
    }

    @Test
    void aValueThatIsTooLargeWithoutLookingIntoIt() {
      assertRefused(
          Arrays.copyOf(order, Limits.RECORD_BYTES + 1),
          DeadLetterReason.TOO_LARGE,
          "the value has 65,537 bytes; at most 65,536 are allowed");
    }

    @Test
    void whatIsNotAvro() {
      assertRefused(
          bytes("hello"),
          DeadLetterReason.UNREADABLE,
          "the value is not Avro: it does not begin with C3 01");
      assertRefused(
          new byte[] {(byte) 0xC3},
          DeadLetterReason.UNREADABLE,
          "the value is not Avro: it does not begin with C3 01");
    }

    @Test
    void anUnknownSchema() {
      byte[] value = order.clone();
      Arrays.fill(value, 2, 10, (byte) 0x11);

      assertRefused(
          value,
          DeadLetterReason.UNREADABLE,
          "the value was written with schema 1111111111111111, which is no version of"
              + " OrderRequest");
    }

    @Test
    void somethingAfterTheRecord() {
      UnreadableRecordException refusal =
          assertRefused(
              Arrays.copyOf(order, order.length + 1),
              DeadLetterReason.UNREADABLE,
              "something follows the OrderRequest in the value");

      assertThat(refusal.orderId()).contains("o-1");
    }

    @Test
    void aRecordThatIsCutOffAnywhere() {
      for (int length = 1; length < order.length; length++) {
        UnreadableRecordException refusal = refusal(Arrays.copyOf(order, length));

        assertThat(refusal.reason()).isEqualTo(DeadLetterReason.UNREADABLE);
        boolean idIsWhole = length >= 10 + 1 + "o-1".length();
        assertThat(refusal.orderId()).isEqualTo(idIsWhole ? Optional.of("o-1") : Optional.empty());
      }
    }

    @Test
    void aRecordOfAnotherSchema() {
      for (Sample<?> sample : Samples.all().toList()) {
        for (EventCodec<?> codec :
            List.of(EventCodec.ORDERS, EventCodec.BRANCH_COMMANDS, EventCodec.BRANCH_EVENTS)) {
          if (codec != sample.codec()) {
            assertThat(refusal(codec, sample.encoded()).detail()).contains("is no version of");
          }
        }
      }
    }

    @Test
    void jsonWhereOnlyServicesWrite() {
      byte[] json =
          bytes("{\"type\":\"Commit\",\"orderId\":\"o-1\",\"branchKey\":\"s-1\",\"attempt\":1}");

      assertThat(
              catchThrowableOfType(
                      UnreadableRecordException.class, () -> EventCodec.BRANCH_COMMANDS.read(json))
                  .detail())
          .isEqualTo("the value is not Avro: it does not begin with C3 01");
    }

    @Test
    void withoutAStackTrace() {
      assertThat(refusal(new byte[1]).getStackTrace()).isEmpty();
    }

    private UnreadableRecordException assertRefused(
        byte[] value, DeadLetterReason reason, String detail) {
      UnreadableRecordException refusal = refusal(value);
      assertThat(refusal.reason()).isEqualTo(reason);
      assertThat(refusal.detail()).isEqualTo(detail);
      return refusal;
    }

    private UnreadableRecordException refusal(byte[] value) {
      return refusal(EventCodec.ORDERS, value);
    }

    private UnreadableRecordException refusal(EventCodec<?> codec, byte[] value) {
      return catchThrowableOfType(UnreadableRecordException.class, () -> codec.decode(value));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
