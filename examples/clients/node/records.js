// Records to bytes and back: Avro's single-object encoding, by the schemas that lie in the repository.
import { readFileSync } from 'node:fs';
import avro from 'avsc';

const HISTORY = new URL('../../../schemas/src/main/resources/schema-history/', import.meta.url);
const MARKER = Buffer.from([0xc3, 0x01]);

// Every version that there ever was: what is read may have been written under any of them.
const byFingerprint = new Map();
const latest = new Map();

for (const line of readFileSync(new URL('fingerprints.txt', HISTORY), 'utf8').trim().split('\n')) {
  const [fingerprint, name, version] = line.split(' ');
  const schema = JSON.parse(readFileSync(new URL(`${name}/${version}.avsc`, HISTORY), 'utf8'));
  const header = Buffer.concat([MARKER, Buffer.from(fingerprint, 'hex').reverse()]);
  const written = { name, header, type: avro.Type.forSchema(schema) };
  byFingerprint.set(fingerprint, written);
  latest.set(name, written);
}

/** The bytes of a record: encode('OrderRequest', {orderId: 'o-1'}, 'CancelOrder', {}). */
export function encode(name, envelope, body, fields) {
  const { header, type } = latest.get(name);
  const record = { ...envelope, body: { [`dev.darkstore.events.${body}`]: fields } };
  return Buffer.concat([header, type.toBuffer(record)]);
}

/** The record in these bytes, flat, with `type` naming its body. */
export function decode(bytes) {
  if (bytes.length < 10 || !bytes.subarray(0, 2).equals(MARKER)) {
    throw new Error('not Avro in single-object encoding');
  }
  const fingerprint = Buffer.from(bytes.subarray(2, 10)).reverse().toString('hex');
  const written = byFingerprint.get(fingerprint);
  if (!written) {
    throw new Error(`written with schema ${fingerprint}, which is not among ${HISTORY.pathname}`);
  }
  const { body, ...envelope } = written.type.fromBuffer(bytes.subarray(10));
  // A union of several is wrapped, one of a single kind is not.
  const fields = body.unwrap ? body.unwrap() : body;
  const name = fields.constructor.type.name;
  return { type: name.slice(name.lastIndexOf('.') + 1), ...envelope, ...fields };
}
