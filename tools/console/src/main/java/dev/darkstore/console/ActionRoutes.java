package dev.darkstore.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.client.cluster.Clients;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.http.Answers;
import dev.darkstore.http.Routes;
import dev.darkstore.schemas.ClientRecords;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * HTTP resource {@code /api/records/{topic}}: writes a record on a topic for external clients; the
 * request body is the record's JSON. A record that violates the contract is rejected with the
 * reason and not written.
 */
final class ActionRoutes implements Routes {
  private final boolean isReadOnly;
  private final Clients clients;

  ActionRoutes(boolean isReadOnly, Clients clients) {
    this.isReadOnly = isReadOnly;
    this.clients = clients;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.post("/api/records/{topic}", this::write);
  }

  private void write(Context context) throws InterruptedException {
    if (isReadOnly) {
      Answers.refuse(context, 403, "this console is read-only");
      return;
    }
    Optional<Topic> topic = Topic.named(context.pathParam("topic")).filter(Topic::isClientFacing);
    if (topic.isEmpty()) {
      Answers.refuse(context, 404, "there is no client-facing topic with this name");
      return;
    }
    try {
      RecordMetadata written = Clients.await(send(topic.get(), context.bodyAsBytes()));
      ObjectNode answer =
          Answers.object()
              .put("topic", topic.get().topicName())
              .put("partition", written.partition())
              .put("offset", written.offset());
      Answers.send(context, 201, answer);
    } catch (UnreadableRecordException e) {
      Answers.refuse(context, 400, e.detail());
    } catch (UnusableException e) {
      Answers.refuse(context, 503, e.getMessage());
    }
  }

  private Future<RecordMetadata> send(Topic topic, byte[] value) throws UnreadableRecordException {
    byte[] key = key(topic, EventCodec.of(topic).read(value));
    SpecificRecord record = ClientRecords.read(topic, key, value);
    if (record instanceof OrderRequest order) {
      return clients.send(order);
    }
    if (record instanceof StockUpdate update) {
      return clients.send(update);
    }
    return clients.send((AgentUpdate) record);
  }

  private static byte[] key(Topic topic, SpecificRecord record) {
    Object key = record.get(record.getSchema().getField(topic.key()).pos());
    return key.toString().getBytes(StandardCharsets.UTF_8);
  }
}
