// Prints the events of an order from the copy of order-events, decoded through a schema registry.
//
//   npm install
//   node read.js BOOTSTRAP REGISTRY ORDER
//
// Exit status 0 once the order has its outcome, 2 if it has none within 30 s.
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, logLevel } from 'kafkajs';

const [broker, host, orderId] = process.argv.slice(2);
const registry = new SchemaRegistry({ host });
const kafka = new Kafka({ clientId: 'registry-reader', brokers: [broker], logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: `registry-reader-${process.pid}` });

await consumer.connect();
await consumer.subscribe({ topics: ['registry-order-events'], fromBeginning: true });
const status = await new Promise((resolve) => {
  setTimeout(() => resolve(2), 30_000).unref();
  consumer.run({
    eachMessage: async ({ message }) => {
      const event = await registry.decode(message.value);
      if (event.orderId !== orderId) return;
      const type = Object.keys(event.body)[0].replace(/.*\./, ''); // The union's branch, by its full name.
      console.log(`schema ${message.value.readInt32BE(1)}: ${type} ${JSON.stringify(event)}`);
      if (type === 'OrderPlaced' || type === 'OrderRejected') resolve(0);
    },
  });
});
await consumer.disconnect();
process.exit(status);
