// Participant of branch `payment`: reads requests and the ends of orders, replies in Kafka transactions.
//
//   npm ci
//   node participant.js
//
// Settings are environment variables, with these defaults.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { Journal } from './journal.js';
import { check, Payments } from './payment.js';
import { BadRecord, decode, encode } from './records.js';

const {
  BOOTSTRAP = 'localhost:9092',
  PREFIX = '',
  BRANCH = 'payment',
  LIMIT_CENTS = '100000',
  RETENTION_MS = '86400000',
  DATA = 'data',
} = process.env;

const TICK_MILLIS = 50;
const JOURNAL_LINES_MAX = 100_000;
const LETTER_BYTES_MAX = 65_536;

const GROUP = `${PREFIX}darkstore-${BRANCH}`;
const [COMMANDS, RELEASES, EVENTS, VOTES] = ['commands', 'releases', 'events', 'votes'].map((role) => `${PREFIX}${BRANCH}-${role}`);
const DEAD_LETTERS = `${PREFIX}dead-letters`;

// Without a log: kafkajs reports every retry as an error, and a failure that is not retried ends the process with its text. The
// retries are fast, because the broker is still completing the last Kafka transaction when the next one begins.
const kafka = new Kafka({
  clientId: GROUP,
  brokers: BOOTSTRAP.split(','),
  logLevel: logLevel.NOTHING,
  retry: { initialRetryTime: 20, maxRetryTime: 2_000, retries: 15 },
});
const partitionerOf = Partitioners.DefaultPartitioner;
const producerOf = (options) => kafka.producer({ idempotent: true, maxInFlightRequests: 1, createPartitioner: partitionerOf, ...options });
const votes = producerOf();
const consumer = kafka.consumer({ groupId: GROUP, sessionTimeout: 6_000, heartbeatInterval: 1_500 });

/** One partition of the requests: its state, its file, and a producer that fences an earlier process. */
class Partition {
  constructor(number, count) {
    this.number = number;
    this.isMine = (key) => partitionerOf()({ topic: COMMANDS, partitionMetadata: Array(count), message: { key } }) === number;
    this.payments = new Payments(Number(LIMIT_CENTS), Number(RETENTION_MS));
    this.next = {};
    this.last = {};
    this.journal = new Journal(join(DATA, `${BRANCH}-${number}.jsonl`), (entry) => {
      entry.changes.forEach((change) => this.payments.apply(change));
      for (const topic of Object.keys(entry.next)) this.last[topic] = entry;
      Object.assign(this.next, entry.next);
    });
    this.producer = producerOf({ transactionalId: `${GROUP}-${number}` });
  }

  /** Sends what the journal has and Kafka has not; `committed` are the offsets of the group. */
  async recover(committed) {
    await this.producer.connect();
    for (const topic of [COMMANDS, RELEASES]) {
      const next = BigInt(this.next[topic] ?? 0);
      if (committed[topic] > next) {
        throw new Error(`${this.journal.file} ends at offset ${next} of ${topic}, before ${committed[topic]}: it is lost or old`);
      }
      if (next > committed[topic] && committed[topic] >= 0n) await this.publish(this.last[topic].records, { [topic]: this.next[topic] });
    }
    this.compact();
  }

  /** Handles a batch: first the state with the pending replies, then the replies and the offset. */
  async handle({ topic, messages, lastOffset }) {
    const records = messages.flatMap((message) => this.replies(topic, message));
    const next = { [topic]: (BigInt(lastOffset()) + 1n).toString() };
    this.journal.append({ next, changes: this.payments.takeChanges(), records });
    const ahead = records.filter((record) => record.isVote);
    if (ahead.length > 0) await votes.send({ topic: VOTES, messages: ahead.map(message) });
    await this.publish(records, next);
    if (this.journal.lines > JOURNAL_LINES_MAX) this.compact();
  }

  replies(topic, { key, value, headers, offset, timestamp }) {
    try {
      const record = decode(topic === COMMANDS ? 'BranchCommand' : 'BranchRelease', value);
      check(record, key);
      if (!this.isMine(key)) throw new BadRecord('WRONG_PARTITION', 'the record is not on the partition of its key');
      const now = Date.now();
      return this.payments.handle(record, Number(timestamp), now).map((reply) => event(record, reply, now, headers?.traceparent));
    } catch (error) {
      if (!(error instanceof BadRecord)) throw error;
      return [letter({ topic, partition: this.number, offset, timestamp, key, value, error })];
    }
  }

  /** Ends due reservations. A crash between the events and the journal repeats the events. */
  async expire(now) {
    const due = this.payments.due(now);
    if (due.length === 0) return;
    const records = due.map((key) => {
      const [branchKey, orderId, transactionId] = key.split('/');
      return event({ orderId, branchKey, transactionId: Number(transactionId) }, this.payments.expire(key, now), now);
    });
    await this.publish(records, {});
    this.journal.append({ next: {}, changes: this.payments.takeChanges(), records: [] });
  }

  /** Writes records and offsets in one Kafka transaction. */
  async publish(records, next) {
    const transaction = await this.producer.transaction();
    for (const topic of new Set(records.map((record) => record.topic))) {
      await transaction.send({ topic, messages: records.filter((record) => record.topic === topic).map(message) });
    }
    const topics = Object.entries(next).map(([topic, offset]) => ({ topic, partitions: [{ partition: this.number, offset }] }));
    if (topics.length > 0) await transaction.sendOffsets({ consumerGroupId: GROUP, topics });
    await transaction.commit();
  }

  compact() {
    this.journal.replace({ next: this.next, changes: this.payments.snapshot(Date.now()), records: [] });
  }
}

function event({ orderId, branchKey, transactionId }, [body, fields], decidedAt, traceparent) {
  const value = encode({ orderId, branchKey, transactionId, decidedAt }, body, fields).toString('base64');
  const headers = traceparent ? { traceparent: traceparent.toString() } : {};
  return { topic: EVENTS, key: Buffer.from(orderId).toString('base64'), value, headers, isVote: body === 'Reserved' };
}

function letter({ topic, partition, offset, timestamp, key, value, error }) {
  console.error(`${topic}-${partition}@${offset} is a dead letter, ${error.reason}: ${error.message}`);
  const bounded = (bytes) => bytes?.subarray(0, LETTER_BYTES_MAX).toString('base64') ?? null;
  const headers = {
    'error.reason': error.reason,
    'error.detail': error.message,
    'source.topic': topic.slice(PREFIX.length),
    'source.partition': String(partition),
    'source.offset': offset,
    'source.timestamp': timestamp,
  };
  return { topic: DEAD_LETTERS, key: bounded(key), value: bounded(value), headers, isVote: false };
}

/** Returns the message of a record, which the journal keeps as text. */
function message({ key, value, headers }) {
  const bytes = (text) => (text === null ? null : Buffer.from(text, 'base64'));
  return { key: bytes(key), value: bytes(value), headers };
}

async function start() {
  mkdirSync(DATA, { recursive: true });
  const admin = kafka.admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [COMMANDS, RELEASES] });
  const [count, releases] = [COMMANDS, RELEASES].map((topic) => topics.find(({ name }) => name === topic).partitions.length);
  if (count !== releases) throw new Error(`${COMMANDS} has ${count} partitions, ${RELEASES} has ${releases}; they must have equally many`);
  const groupOffsets = await committedOffsets(admin);
  await admin.disconnect();

  const partitions = Array.from({ length: count }, (_, number) => new Partition(number, count));
  for (const partition of partitions) {
    const committed = {};
    for (const { topic, partitions: offsets } of groupOffsets) {
      committed[topic] = BigInt(offsets.find((each) => each.partition === partition.number)?.offset ?? -1);
    }
    await partition.recover(committed);
  }

  // One thing at a time: a timer never runs in the middle of a batch.
  let turn = Promise.resolve();
  const inTurn = (work) => (turn = turn.then(work));
  const tick = async () => {
    await inTurn(async () => {
      for (const partition of partitions) await partition.expire(Date.now());
    });
    setTimeout(TICK_MILLIS).then(tick).catch(fail);
  };

  await votes.connect();
  await consumer.connect();
  consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error));
  consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
    if (![COMMANDS, RELEASES].every((topic) => memberAssignment[topic]?.length === count)) {
      fail(new Error(`another process is in group ${GROUP}: the state is in the files of one`));
    }
  });
  await consumer.subscribe({ topics: [COMMANDS, RELEASES], fromBeginning: true });
  await tick();
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch }) =>
      inTurn(() => partitions[batch.partition].handle({ topic: batch.topic, messages: batch.messages, lastOffset: () => batch.lastOffset() })),
  });
  console.log(`${GROUP} authorises up to ${LIMIT_CENTS} cents a customer; ${count} partitions, files in ${DATA}`);
}

/** Returns the offsets of the group; at the start of a cluster no broker may know them yet. */
async function committedOffsets(admin) {
  for (;;) {
    try {
      return await admin.fetchOffsets({ groupId: GROUP, topics: [COMMANDS, RELEASES] });
    } catch (error) {
      if (!error.retriable) throw error;
      await setTimeout(TICK_MILLIS);
    }
  }
}

/** Ends the process: the next one recovers from the files, whatever was in progress. */
function fail(error) {
  console.error(error);
  process.exit(1);
}

process.on('SIGTERM', () => consumer.disconnect().then(() => process.exit(0), fail));
start().catch(fail);
