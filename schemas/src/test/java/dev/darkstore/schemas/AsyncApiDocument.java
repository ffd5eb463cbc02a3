package dev.darkstore.schemas;

import static dev.darkstore.schemas.JsonForm.ordered;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.darkstore.schemas.Samples.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** {@code asyncapi.yaml}, as the topic table, the Avro schemas and the limits say it. */
final class AsyncApiDocument {
  private static final String AVRO = "application/vnd.apache.avro;version=1.9.0";
  private static final String BINDING_VERSION = "0.5.0";

  private static final String DEAD_LETTERS =
      "Records that could not be processed, as they came, with headers that say from where and why.";

  private static final String ABOUT =
      """
      Atomic orders over Kafka. A customer's order is placed only when a store has given the goods and
      an agent has been given the trip; otherwise neither is taken, and the customer is told so.

      Values are Avro in single-object encoding: the bytes C3 01, the schema's fingerprint, the record.
      Topics that are written from outside take JSON as well; one record has one form, and both forms
      may lie on one topic. What happens when, which answer to expect, and examples in bytes are in
      PROTOCOL.md.

      x-writer is the only one who may write a topic; x-readers are those who work on what it carries.
      The service that reads a topic written from outside also writes to it, but only records of
      clients that had put them on another partition than their key's. Topics of one x-partitions-as
      list have equal numbers of partitions, which never change under live data.

      This document is made by a test, which fails when the two differ. To write it anew:
      mvn -pl schemas test -Dtest=AsyncApiTest -Dupdate.docs=true.
      """;

  private static final Map<String, Object> TRACEPARENT =
      ordered(
          "type",
          "string",
          "description",
          "The W3C trace context of the order, carried from what the client wrote to all that follows.");

  private static final Map<String, Object> EVENT_HEADERS =
      headers(
          List.of(
              EventHeaders.CE_SPECVERSION,
              EventHeaders.CE_ID,
              EventHeaders.CE_TYPE,
              EventHeaders.CE_SOURCE,
              EventHeaders.CE_TIME,
              EventHeaders.CONTENT_TYPE),
          ordered(
              EventHeaders.CE_SPECVERSION,
              ordered("type", "string", "const", EventHeaders.CE_SPECVERSION_VALUE),
              EventHeaders.CE_ID,
              ordered("type", "string", "description", "Unique within the source."),
              EventHeaders.CE_TYPE,
              ordered(
                  "type",
                  "string",
                  "description",
                  EventHeaders.CE_TYPE_PREFIX + " and the name of the body."),
              EventHeaders.CE_SOURCE,
              ordered(
                  "type",
                  "string",
                  "description",
                  EventHeaders.CE_SOURCE_PREFIX + " and the service that wrote it."),
              EventHeaders.CE_TIME,
              ordered("type", "string", "format", "date-time"),
              EventHeaders.CONTENT_TYPE,
              ordered("type", "string", "const", EventHeaders.CONTENT_TYPE_VALUE),
              EventHeaders.TRACEPARENT,
              TRACEPARENT));

  private static final Map<String, Object> AHEAD_HEADERS =
      headers(
          List.of(EventHeaders.CE_ID),
          ordered(
              EventHeaders.CE_ID,
              ordered("type", "string", "description", "What it follows from, and a count."),
              EventHeaders.TRACEPARENT,
              TRACEPARENT));

  private static final Map<String, Object> CLIENT_HEADERS =
      headers(
          List.of(),
          ordered(
              EventHeaders.TRACEPARENT,
              TRACEPARENT,
              EventHeaders.FORWARDED_TIMESTAMP,
              ordered(
                  "type",
                  "string",
                  "format",
                  "binary",
                  "description",
                  "Only on what a service sent on to the partition of its key: when it was written, in"
                      + " milliseconds since 1970, 8 bytes, big endian.")));

  private final Map<String, Object> messages = new TreeMap<>();
  private final Map<String, Object> operations = new LinkedHashMap<>();

  private AsyncApiDocument() {}

  static String yaml() {
    YAMLFactory factory =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();
    try {
      return new ObjectMapper(factory).writeValueAsString(new AsyncApiDocument().document());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the document cannot be written", e);
    }
  }

  private Map<String, Object> document() {
    Map<String, Object> channels = new LinkedHashMap<>();
    for (Topic topic : Topic.values()) {
      channels.put(topic.topicName(), channel(topic));
    }
    return ordered(
        "asyncapi",
        "3.0.0",
        "info",
        ordered(
            "title",
            "Darkstore",
            "version",
            "1.0.0",
            "description",
            ABOUT,
            "license",
            ordered("name", "Apache-2.0")),
        "servers",
        ordered(
            "cluster",
            ordered(
                "host",
                "{bootstrapServers}",
                "protocol",
                "kafka",
                "description",
                "Any Kafka cluster with the topics below and transaction.version 2.",
                "variables",
                ordered("bootstrapServers", ordered("default", "localhost:9092")))),
        "defaultContentType",
        EventHeaders.CONTENT_TYPE_VALUE,
        "channels",
        channels,
        "operations",
        operations,
        "components",
        ordered("messages", messages));
  }

  private Map<String, Object> channel(Topic topic) {
    List<String> names = new ArrayList<>();
    topic
        .schema()
        .ifPresentOrElse(schema -> names.add(avro(topic, schema)), () -> names.add(deadLetter()));
    if (topic.isClientFacing()) {
      names.addAll(json(topic));
    }
    Map<String, Object> carried = new LinkedHashMap<>();
    names.forEach(name -> carried.put(name, reference("/components/messages/" + name)));
    operation(topic, topic.writer(), "send", "writes", names);
    topic.readers().forEach(reader -> operation(topic, reader, "receive", "reads", names));
    Map<String, Object> channel =
        ordered(
            "address",
            topic.topicName(),
            "description",
            topic.schema().map(Schema::getDoc).orElse(DEAD_LETTERS),
            "messages",
            carried,
            "bindings",
            ordered("kafka", binding(topic)),
            "x-key",
            topic.key(),
            "x-writer",
            name(topic.writer()),
            "x-readers",
            topic.readers().stream().map(AsyncApiDocument::name).toList());
    if (topic.copartition() != Copartition.NONE) {
      channel.put(
          "x-partitions-as", topic.copartition().topics().stream().map(Topic::topicName).toList());
    }
    return channel;
  }

  private static Map<String, Object> binding(Topic topic) {
    Map<String, Object> configuration = new LinkedHashMap<>();
    topic
        .configs()
        .forEach(
            (name, value) ->
                configuration.put(
                    name,
                    switch (name) {
                      case "cleanup.policy" -> List.of(value);
                      case "compression.type", "message.timestamp.type" -> value;
                      default -> Long.valueOf(value);
                    }));
    return ordered(
        "topic",
        topic.topicName(),
        "topicConfiguration",
        configuration,
        "bindingVersion",
        BINDING_VERSION);
  }

  private void operation(
      Topic topic, Principal principal, String action, String verb, List<String> names) {
    operations.put(
        name(principal) + "-" + verb + "-" + topic.topicName(),
        ordered(
            "action",
            action,
            "channel",
            reference("/channels/" + topic.topicName()),
            "messages",
            names.stream()
                .map(name -> reference("/channels/" + topic.topicName() + "/messages/" + name))
                .toList()));
  }

  private String avro(Topic topic, Schema schema) {
    String bodies =
        schema.getField("body").schema().getTypes().stream()
            .map(body -> "- " + body.getName() + ": " + body.getDoc())
            .collect(Collectors.joining("\n"));
    String name = topic.name().endsWith("VOTES") ? "Vote" : schema.getName();
    messages.put(
        name,
        ordered(
            "contentType",
            EventHeaders.CONTENT_TYPE_VALUE,
            "description",
            schema.getDoc() + "\n\nIts body is one of\n" + bodies + "\n",
            "headers",
            topic.isClientFacing()
                ? CLIENT_HEADERS
                : topic.isAhead() ? AHEAD_HEADERS : EVENT_HEADERS,
            "payload",
            ordered(
                "schemaFormat",
                AVRO,
                "schema",
                ordered(
                    "$ref",
                    "./src/main/resources" + SchemaHistory.resource(schema, version(schema)))),
            "bindings",
            keyBinding(topic.key())));
    return name;
  }

  private List<String> json(Topic topic) {
    Schema envelope = topic.schema().orElseThrow();
    List<String> names = new ArrayList<>();
    for (Schema body : envelope.getField("body").schema().getTypes()) {
      String name = body.getName() + "Json";
      List<Object> examples =
          Samples.clientFacing()
              .filter(sample -> sample.body().getSchema().equals(body))
              .map(AsyncApiDocument::example)
              .toList();
      messages.put(
          name,
          ordered(
              "contentType",
              "application/json",
              "description",
              body.getDoc(),
              "headers",
              CLIENT_HEADERS,
              "payload",
              JsonForm.of(envelope, body),
              "examples",
              examples,
              "bindings",
              keyBinding(topic.key())));
      names.add(name);
    }
    return names;
  }

  private static Object example(Sample<?> sample) {
    try {
      return ordered(
          "payload",
          new ObjectMapper().readValue(EventJson.toJson(sample.record()), LinkedHashMap.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + sample, e);
    }
  }

  private String deadLetter() {
    Map<String, Object> headers =
        ordered(
            DeadLetterHeaders.REASON,
            ordered(
                "type",
                "string",
                "enum",
                Arrays.stream(DeadLetterReason.values()).map(Enum::name).toList()),
            DeadLetterHeaders.DETAIL,
            ordered("type", "string", "maxLength", DeadLetterHeaders.DETAIL_CHARACTERS),
            DeadLetterHeaders.SOURCE_TOPIC,
            ordered("type", "string"),
            DeadLetterHeaders.SOURCE_PARTITION,
            ordered("type", "string", "pattern", "^[0-9]+$"),
            DeadLetterHeaders.SOURCE_OFFSET,
            ordered("type", "string", "pattern", "^[0-9]+$"),
            DeadLetterHeaders.SOURCE_TIMESTAMP,
            ordered("type", "string", "pattern", "^[0-9]+$"));
    List<String> required = new ArrayList<>(headers.keySet());
    required.remove(DeadLetterHeaders.SOURCE_TIMESTAMP);
    messages.put(
        "DeadLetter",
        ordered(
            "contentType",
            "application/octet-stream",
            "description",
            DEAD_LETTERS + " Headers are UTF-8, numbers in decimal.",
            "headers",
            headers(required, headers)));
    return "DeadLetter";
  }

  /** Which version of its history a schema is; unlike our source files, those are whole. */
  private static int version(Schema schema) {
    List<Long> fingerprints =
        SchemaHistory.of(schema).versions().stream()
            .map(SchemaNormalization::parsingFingerprint64)
            .toList();
    return 1 + fingerprints.indexOf(SchemaNormalization.parsingFingerprint64(schema));
  }

  private static Map<String, Object> keyBinding(String field) {
    Map<String, Object> key = JsonForm.id();
    key.put("description", "The UTF-8 bytes of " + field + ".");
    return ordered("kafka", ordered("key", key, "bindingVersion", BINDING_VERSION));
  }

  private static Map<String, Object> headers(List<String> required, Map<String, Object> each) {
    Map<String, Object> headers = ordered("type", "object");
    if (!required.isEmpty()) {
      headers.put("required", required);
    }
    headers.put("properties", each);
    return headers;
  }

  private static Map<String, Object> reference(String path) {
    return ordered("$ref", "#" + path);
  }

  private static String name(Principal principal) {
    return principal.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
