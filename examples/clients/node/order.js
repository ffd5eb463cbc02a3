// Places an order in Avro and prints the replies to the customer and the notification of the agent.
//
//   npm install
//   node order.js [BOOTSTRAP [ORDER]]      default: localhost:9092 and a new id
//
// Exit status 0 if the order is placed, 1 if it is rejected, 2 without an outcome within 30 s.
// Stock and an agent are supplied first.
import { Kafka, logLevel } from 'kafkajs';
import { decode, encode } from './records.js';

const broker = process.argv[2] ?? 'localhost:9092';
const orderId = process.argv[3] ?? `node-${Date.now()}`;
const [storeId, zoneId, agentId] = ['node-store', 'node-zone', `agent-of-${orderId}`];
const lines = [{ sku: 'butter-250g', quantity: 1 }];

const kafka = new Kafka({ clientId: 'node-client', brokers: [broker], logLevel: logLevel.ERROR });
const producer = kafka.producer({ idempotent: true });
const consumer = kafka.consumer({ groupId: `node-client-${orderId}` });

const write = (topic, key, value) => producer.send({ topic, acks: -1, messages: [{ key, value }] });

async function main() {
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topics: ['order-events', 'delivery-notifications'], fromBeginning: true });

  await write('stock-updates', storeId,
    encode('StockUpdate', { storeId, updateId: `goods-of-${orderId}` }, 'StockReceived', { lines }));
  await write('agent-updates', zoneId, encode('AgentUpdate', { zoneId, agentId }, 'AgentOnline', {}));
  await write('orders', orderId,
    encode('OrderRequest', { orderId }, 'PlaceOrder', { customerId: 'c-1', storeId, zoneId, lines }));
  console.log(`placed ${orderId} on orders, as Avro`);

  const seen = new Set();
  const status = await new Promise((resolve, reject) => {
    setTimeout(() => resolve(2), 30_000).unref();
    consumer
      .run({
        eachMessage: async ({ topic, message }) => {
          const event = decode(message.value);
          if (event.orderId !== orderId) return;
          console.log(topic, JSON.stringify(event));
          seen.add(event.type);
          if (seen.has('OrderRejected')) resolve(1);
          if (seen.has('OrderPlaced') && seen.has('DeliverOrder')) resolve(0);
        },
      })
      .catch(reject);
  });
  if (status === 2) console.error(`no outcome of ${orderId}, or no notification, within 30 s`);
  await consumer.disconnect();
  await producer.disconnect();
  return status;
}

main().then(
  (status) => process.exit(status),
  (error) => {
    console.error(error.message);
    process.exit(3);
  },
);
