package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRefusalsTest {
  /**
   * Checks a table of invalid orders: the order, the detail of its rejection, and its id if known.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"orderId":"o-1"} | field type is missing; it must be one of PlaceOrder, CancelOrder | o-1
          {"type":"Order","orderId":"o-1"} | type is the string "Order"; it must be one of\
           PlaceOrder, CancelOrder | o-1
          {"type":1,"orderId":"o-1"} | type is 1; it must be one of PlaceOrder, CancelOrder | o-1
          {"type":"CancelOrder"} | field orderId is missing |
          {"type":"CancelOrder","orderId":null} | field orderId is null; it must be a string |
          {"type":"CancelOrder","orderId":7} | field orderId is 7; it must be a string |
          {"type":"CancelOrder","orderId":"o-1","why":""} | field "why" is unknown; known are orderId\
           | o-1
          {"type":"CancelOrder","orderId":"o-1","body":{}} | field "body" is unknown; known are\
           orderId | o-1
          {"type":"CancelOrder","orderId":"o-1","orderId":"o-2"} | the value is not JSON:\
           Duplicate field 'orderId' (line 1, column 48) | o-1
          {"type":"CancelOrder","orderId":"o-1"} {} | something follows the JSON object in the value\
           | o-1
          {"type":"CancelOrder","orderId":"o-1"}} | the value is not JSON: Unexpected close marker\
           '}': no open Object to close (line 1, column 39) | o-1
          {"type":"CancelOrder","orderId":"o-1" | the value is not JSON: Unexpected end-of-input:\
           expected close marker for Object (line 1, column 38) | o-1
          {"type":"CancelOrder","orderId":"o-1",} | the value is not JSON: Unexpected character\
           ('}' (code 125)): was expecting double-quote to start field name (line 1, column 39) | o-1
          {'type':"CancelOrder"} | the value is not JSON: Unexpected character (''' (code 39)): was\
           expecting double-quote to start field name (line 1, column 2) |
          {"lines":[[[[[[[[[]]]]]]]]]} | the value is not JSON: Document nesting depth (9) exceeds the\
           maximum allowed (8) |
          [] | the value is neither Avro nor a JSON object |
          "o-1" | the value is neither Avro nor a JSON object |
          null | the value is neither Avro nor a JSON object |
          o-1 | the value is not JSON: Unrecognized token 'o': was expecting (JSON String, Number,\
           Array, Object or token 'null', 'true' or 'false') (line 1, column 1) |
          """)
  void nameWhatIsWrong(String json, String detail, String orderId) {
    assertRefused(json, detail, Optional.ofNullable(orderId));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "milk" | field lines is the string "milk"; it must be an array
          {} | field lines is an object; it must be an array
          null | field lines is null; it must be an array
          ["milk"] | field lines[0] is the string "milk"; it must be an object
          [{"sku":"a","quantity":1},[]] | field lines[1] is an array; it must be an object
          [{"quantity":1}] | field lines[0].sku is missing
          [{"sku":"a"}] | field lines[0].quantity is missing
          [{"sku":"a","quantity":1,"qty":1}] | field "lines[0].qty" is unknown; known are sku, quantity
          [{"sku":"a","quantity":1,"type":1}] | field "lines[0].type" is unknown; known are sku,\
           quantity
          [{"sku":["a"],"quantity":1}] | field lines[0].sku is an array; it must be a string
          [{"sku":"a","quantity":"2"}] | field lines[0].quantity is the string "2"; it must be a whole\
           number below 2^31, without a decimal point
          [{"sku":"a","quantity":1.5}] | field lines[0].quantity is 1.5; it must be a whole number\
           below 2^31, without a decimal point
          [{"sku":"a","quantity":1.0}] | field lines[0].quantity is 1.0; it must be a whole number\
           below 2^31, without a decimal point
          [{"sku":"a","quantity":1e3}] | field lines[0].quantity is 1000.0; it must be a whole number\
           below 2^31, without a decimal point
          [{"sku":"a","quantity":2147483648}] | field lines[0].quantity is 2147483648; it must be a\
           whole number below 2^31, without a decimal point
          [{"sku":"a","quantity":true}] | field lines[0].quantity is true; it must be a whole number\
           below 2^31, without a decimal point
          [{"sku":"a","quantity":null}] | field lines[0].quantity is null; it must be a whole number\
           below 2^31, without a decimal point
          [{"sku":"a","quantity":01}] | the value is not JSON: Invalid numeric value: Leading zeroes\
           not allowed (line 1, column 114)
          [{"sku":"a","quantity":12345678901234567890123456}] | the value is not JSON: Number\
           value length (26) exceeds the maximum allowed (20)
          [{"sku":"a","quantity":+1}] | the value is not JSON: Unexpected character ('+' (code\
           43)) in numeric value: JSON spec does not allow numbers to have plus signs (line 1, column\
           114)
          [{"sku":"a","quantity":0x1}] | the value is not JSON: Unexpected character ('x' (code\
           120)): was expecting comma to separate Object entries (line 1, column 114)
          [{"sku":"a","quantity":1_000}] | the value is not JSON: Unexpected character ('_' (code\
           95)): was expecting comma to separate Object entries (line 1, column 114)
          [{"sku":"a","quantity":NaN}] | the value is not JSON: Non-standard token 'NaN' (line\
           1, column 116)
          [{"sku":"a","quantity":1,"quantity":2}] | the value is not JSON: Duplicate field 'quantity'\
           (line 1, column 125)
          """)
  void nameTheLineThatIsWrong(String lines, String detail) {
    String order =
        "{\"type\":\"PlaceOrder\",\"orderId\":\"o-1\",\"customerId\":\"c\",\"storeId\":\"s\","
            + "\"zoneId\":\"z\",\"lines\":";

    assertRefused(order + lines + "}", detail, Optional.of("o-1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          null | field attributes is null; it must be an object
          ["a"] | field attributes is an array; it must be an object
          {"amount":2450} | field attributes["amount"] is 2450; it must be a string
          {"a\\n":null} | field attributes["a\\u000a"] is null; it must be a string
          {"a":{}} | field attributes["a"] is an object; it must be a string
          {"a":"1","a":"2"} | the value is not JSON: Duplicate field 'a' (line 1, column 142)
          """)
  void nameTheAttributeThatIsWrong(String attributes, String detail) {
    String order =
        "{\"type\":\"PlaceOrder\",\"orderId\":\"o-1\",\"customerId\":\"c\",\"storeId\":\"s\","
            + "\"zoneId\":\"z\",\"lines\":[{\"sku\":\"a\",\"quantity\":1}],\"attributes\":";

    assertRefused(order + attributes + "}", detail, Optional.of("o-1"));
  }

  @Test
  void sayWhenAMistypedFieldIsMissingToo() {
    assertRefused(
        "{\"type\":\"PlaceOrder\",\"orderId\":\"o-1\",\"custommerId\":\"c-1\"}",
        "field \"custommerId\" is unknown; known are orderId, customerId, storeId, zoneId, lines,"
            + " attributes",
        Optional.of("o-1"));
  }

  @Test
  void shortenAndEscapeWhatTheyShow() {
    assertRefused(
        "{\"type\":\"CancelOrder\",\"orderId\":\"o-1\",\"\\u001b" + "x".repeat(100) + "\":1}",
        "field \"\\u001b" + "x".repeat(79) + "…\" (101 characters) is unknown; known are orderId",
        Optional.of("o-1"));
  }

  @Test
  void knowTextThatIsNotUtf8() {
    byte[] latin1 = "{\"type\":\"café\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(refusal(latin1).detail())
        .isEqualTo("the value is neither Avro nor JSON: it is not UTF-8");
  }

  @Test
  void knowTheFramingOfSchemaRegistries() {
    assertThat(refusal(new byte[] {0, 0, 0, 0, 1, 6}).detail())
        .isEqualTo(
            "the value is neither Avro's single-object encoding nor JSON: it begins with a zero"
                + " byte, as values for a schema registry do");
  }

  @Test
  void knowBlankText() {
    assertRefused("  \n", "the value is neither Avro nor a JSON object", Optional.empty());
  }

  private static void assertRefused(String json, String detail, Optional<String> orderId) {
    UnreadableRecordException refusal = refusal(json.getBytes(StandardCharsets.UTF_8));
    assertThat(refusal.detail()).isEqualTo(detail);
    assertThat(refusal.reason()).isEqualTo(DeadLetterReason.UNREADABLE);
    assertThat(refusal.orderId()).isEqualTo(orderId);
  }

  private static UnreadableRecordException refusal(byte[] value) {
    return catchThrowableOfType(
        UnreadableRecordException.class, () -> EventCodec.ORDERS.read(value));
  }
}
