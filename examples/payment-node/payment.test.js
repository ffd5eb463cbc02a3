import assert from 'node:assert/strict';
import { mkdtempSync, appendFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Journal } from './journal.js';
import { Payments } from './payment.js';

const LIMIT = 3_000;
const HOLD = 1_000;
const LINES = [{ sku: 'tea', quantity: 1 }];

function world() {
  const payments = new Payments(LIMIT, 60_000);
  return (type, orderId, now, fields = {}) =>
    payments.handle({ type, branchKey: 'ann', orderId, transactionId: 1, ...fields }, now, now);
}

const reserve = (amount) => ({ holdMillis: HOLD, lines: LINES, attributes: amount ? { amount } : {} });

test('an amount within the limit is authorised, one beyond it is refused', () => {
  const handle = world();
  assert.equal(handle('Reserve', 'o-1', 0, reserve('2000'))[0][0], 'Reserved');
  const [[type, { refusal }]] = handle('Reserve', 'o-2', 0, reserve('1001'));
  assert.equal(type, 'ReservationRefused');
  assert.equal(refusal.detail, '1001 cents exceed the limit; 1000 are left');
});

test('without an amount each line costs 1,000 cents', () => {
  assert.equal(world()('Reserve', 'o-1', 0, reserve())[0][1].holding[0].quantity, 1_000);
});

test('an amount that is none is refused', () => {
  for (const amount of ['abc', '-1', '0', '1.5', '99999999999', '4000000000']) {
    assert.equal(world()('Reserve', 'o-1', 0, reserve(amount))[0][0], 'ReservationRefused', amount);
  }
});

test('Commit at the timer fails, and the amount is free again', () => {
  const handle = world();
  handle('Reserve', 'o-1', 0, reserve('3000'));
  assert.deepEqual(handle('Commit', 'o-1', HOLD).map(([type]) => type), ['ReservationExpired', 'AssignmentFailed']);
  assert.equal(handle('Reserve', 'o-2', HOLD, reserve('3000'))[0][0], 'Reserved');
});

test('Release voids a captured payment, but not a settled one', () => {
  const handle = world();
  handle('Reserve', 'o-1', 0, reserve('3000'));
  handle('Commit', 'o-1', 1);
  assert.equal(handle('Release', 'o-1', 2)[0][1].holding[0].quantity, 3_000);
  handle('Reserve', 'o-2', 3, reserve('3000'));
  handle('Commit', 'o-2', 4);
  handle('Settle', 'o-2', 5);
  assert.deepEqual(handle('Release', 'o-2', 6), [['Released', { holding: [] }]]);
});

test('the state is equal after it was written and read, without a last line that was cut off', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'payment-')), 'p.jsonl');
  const before = new Payments(LIMIT, 60_000);
  const journal = new Journal(file, () => {});
  before.handle({ type: 'Reserve', branchKey: 'ann', orderId: 'o-1', transactionId: 1, ...reserve('5') }, 0, 0);
  journal.append({ changes: before.takeChanges() });
  appendFileSync(file, '{"changes":[["acc');

  const after = new Payments(LIMIT, 60_000);
  const again = new Journal(file, (entry) => entry.changes.forEach((change) => after.apply(change)));
  assert.deepEqual(after.snapshot(0), before.snapshot(0));
  assert.deepEqual(after.due(HOLD), ['ann/o-1/1']);
  again.append({ changes: [] });
  assert.equal(readFileSync(file, 'utf8').split('\n').length, 3);
});

test('what ended is forgotten after the retention, what is captured is not', () => {
  const payments = new Payments(LIMIT, 10);
  const handle = (type, orderId, now, fields) => payments.handle({ type, branchKey: 'ann', orderId, transactionId: 1, ...fields }, now, now);
  handle('Reserve', 'o-1', 0, reserve('5'));
  handle('Commit', 'o-1', 0);
  handle('Release', 'o-2', 0);
  assert.deepEqual(payments.snapshot(11).map(([kind, key]) => `${kind} ${key}`), ['account ann', 'branch ann/o-1/1']);
});
