// Records to bytes and back: Avro's single-object encoding, by the schemas of the repository.
import { readFileSync } from 'node:fs';
import avro from 'avsc';

const HISTORY = new URL('../../schemas/src/main/resources/schema-history/', import.meta.url);
const MARKER = Buffer.from([0xc3, 0x01]);
const VALUE_BYTES_MAX = 65_536;

const versions = new Map();
const latest = new Map();

for (const line of readFileSync(new URL('fingerprints.txt', HISTORY), 'utf8').trim().split('\n')) {
  const [fingerprint, name, version] = line.split(' ');
  if (!['BranchCommand', 'BranchRelease', 'BranchEvent'].includes(name)) continue;
  const schema = JSON.parse(readFileSync(new URL(`${name}/${version}.avsc`, HISTORY), 'utf8'));
  const header = Buffer.concat([MARKER, Buffer.from(fingerprint, 'hex').reverse()]);
  latest.set(name, { header, type: avro.Type.forSchema(schema, { wrapUnions: true }) });
  versions.set(fingerprint, { name, type: latest.get(name).type });
}

/** Record that cannot be processed; `reason` is one of the reasons of a dead letter. */
export class BadRecord extends Error {
  constructor(reason, detail) {
    super(detail);
    this.reason = reason;
  }
}

/** Returns the bytes of a BranchEvent: encode({orderId, …}, 'Assigned', {holding}). */
export function encode(envelope, body, fields) {
  const { header, type } = latest.get('BranchEvent');
  const value = { ...envelope, body: { [`dev.darkstore.events.${body}`]: fields } };
  return Buffer.concat([header, type.toBuffer(value)]);
}

/** Returns the record in these bytes, flat, with `type` naming its body. */
export function decode(name, bytes) {
  if (bytes === null || bytes.length < 10 || !bytes.subarray(0, 2).equals(MARKER)) {
    throw new BadRecord('UNREADABLE', 'the value is not Avro in single-object encoding');
  }
  if (bytes.length > VALUE_BYTES_MAX) {
    throw new BadRecord('TOO_LARGE', `the value has ${bytes.length} bytes`);
  }
  const fingerprint = Buffer.from(bytes.subarray(2, 10)).reverse().toString('hex');
  const version = versions.get(fingerprint);
  if (version?.name !== name) {
    throw new BadRecord('UNREADABLE', `schema ${fingerprint} is no version of ${name}`);
  }
  let record;
  try {
    record = version.type.fromBuffer(bytes.subarray(10));
  } catch (error) {
    throw new BadRecord('UNREADABLE', `the value is not a whole ${name}: ${error.message}`);
  }
  const { body, ...envelope } = record;
  const [[type, fields]] = Object.entries(body);
  return { type: type.slice(type.lastIndexOf('.') + 1), ...envelope, ...fields };
}
