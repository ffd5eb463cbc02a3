// Decisions of the participant, by schemas/PROTOCOL.md, section "A participant". No Kafka, no files, no clock.
import { BadRecord } from './records.js';

const LINE_CENTS = 1_000;
const HOLD_MILLIS_MAX = 365 * 24 * 60 * 60 * 1_000;
const ID = /^[A-Za-z0-9._-]{1,64}$/;
const CLOSED = ['SETTLED', 'RELEASED', 'EXPIRED', 'REFUSED'];

/** Throws BadRecord if a record violates the contract. */
export function check(record, key) {
  const { orderId, branchKey, holdMillis, lines } = record;
  if (!ID.test(orderId) || !ID.test(branchKey)) {
    throw new BadRecord('INVALID', 'orderId and branchKey must be ids');
  }
  if (key?.toString() !== branchKey) {
    throw new BadRecord('KEY_MISMATCH', `the key must be the branchKey, "${branchKey}"`);
  }
  if (record.type === 'Reserve' && !(holdMillis >= 1 && holdMillis <= HOLD_MILLIS_MAX)) {
    throw new BadRecord('INVALID', `holdMillis is ${holdMillis}`);
  }
  if (record.type === 'Reserve' && !(lines.length > 0 && lines.every((line) => line.quantity > 0))) {
    throw new BadRecord('INVALID', 'lines must have quantities of at least 1');
  }
}

/** State of one partition: credit of each customer, and a branch for each transaction. */
export class Payments {
  constructor(limitCents, retentionMillis) {
    this.limitCents = limitCents;
    this.retentionMillis = retentionMillis;
    this.accounts = new Map();
    this.branches = new Map();
    this.reserved = new Set();
    this.changes = [];
  }

  /** Applies an entry of the journal: ['account' or 'branch', key, value]. */
  apply([kind, key, value]) {
    if (kind === 'account') {
      this.accounts.set(key, value);
      return;
    }
    this.branches.set(key, value);
    if (value.status === 'RESERVED') this.reserved.add(key);
    else this.reserved.delete(key);
  }

  /** Returns the changes since the last call. */
  takeChanges() {
    return this.changes.splice(0);
  }

  /** Forgets what ended longer than a retention ago, and returns everything else as changes. */
  snapshot(now) {
    for (const [key, branch] of this.branches) {
      if (CLOSED.includes(branch.status) && branch.at < now - this.retentionMillis) this.branches.delete(key);
    }
    return [
      ...[...this.accounts].map(([key, value]) => ['account', key, value]),
      ...[...this.branches].map(([key, value]) => ['branch', key, value]),
    ];
  }

  /** Carries out a request or the end of an order, and returns the replies: [body, fields]. */
  handle(record, writtenAt, now) {
    const key = `${record.branchKey}/${record.orderId}/${record.transactionId}`;
    const branch = this.branches.get(key);
    const isDue = branch?.status === 'RESERVED' && now >= branch.expiresAt;
    switch (record.type) {
      case 'Reserve':
        if (isDue) return [this.expire(key, now)];
        return [branch ? this.repeated(branch, now) : this.reserve(key, record, writtenAt, now)];
      case 'Commit':
        if (isDue) return [this.expire(key, now), failed(this.branches.get(key).refusal)];
        return [this.commit(key, branch, now)];
      case 'Release':
        return [this.release(key, branch, now)];
      case 'Settle':
        if (branch?.status === 'ASSIGNED') this.put(key, { ...branch, status: 'SETTLED' }, now);
        return [];
      default:
        throw new BadRecord('UNREADABLE', `there is no ${record.type}`);
    }
  }

  /** Returns the keys of the reservations whose timers have run out. */
  due(now) {
    return [...this.reserved].filter((key) => now >= this.branches.get(key).expiresAt);
  }

  /** Ends a reservation whose timer has run out. */
  expire(key, now) {
    const branch = this.branches.get(key);
    const holding = this.giveBack(key, branch);
    const refusal = refused('RESERVATION_EXPIRED', 'the authorisation ran out');
    this.put(key, { status: 'EXPIRED', expiresAt: branch.expiresAt, refusal }, now);
    return expired(branch.expiresAt, holding);
  }

  reserve(key, record, writtenAt, now) {
    const refusal =
      writtenAt < now - this.retentionMillis
        ? refused('TOO_LATE', 'the request is older than outcomes are remembered')
        : this.refusal(record);
    if (refusal) {
      this.put(key, { status: 'REFUSED', refusal }, now);
      return ['ReservationRefused', { refusal }];
    }
    const holding = [this.book(record.branchKey, -Number(amountOf(record)))];
    this.put(key, { status: 'RESERVED', expiresAt: now + record.holdMillis, holding }, now);
    return this.repeated(this.branches.get(key), now);
  }

  refusal(record) {
    const amount = amountOf(record);
    if (!/^[1-9][0-9]{0,8}$/.test(amount)) return refused('OTHER', `the amount is not a number of cents: ${amount}`);
    const { available } = this.account(record.branchKey);
    return Number(amount) > available ? refused('OTHER', `${amount} cents exceed the limit; ${available} are left`) : undefined;
  }

  repeated(branch, now) {
    switch (branch.status) {
      case 'REFUSED':
        return ['ReservationRefused', { refusal: branch.refusal }];
      case 'RELEASED':
        return ['ReservationRefused', { refusal: refused('ALREADY_RELEASED', 'the order was given up') }];
      case 'EXPIRED':
        return expired(branch.expiresAt, []);
      default: {
        const leftMillis = Math.max(0, branch.expiresAt - now);
        return ['Reserved', { holding: branch.holding, expiresAt: branch.expiresAt, leftMillis }];
      }
    }
  }

  commit(key, branch, now) {
    switch (branch?.status) {
      case undefined:
        return failed(refused('NOT_RESERVED', 'nothing is authorised for this order'));
      case 'RESERVED':
        this.put(key, { ...branch, status: 'ASSIGNED' }, now);
        return ['Assigned', { holding: branch.holding }];
      case 'ASSIGNED':
      case 'SETTLED':
        return ['Assigned', { holding: branch.holding }];
      case 'RELEASED':
        return failed(refused('ALREADY_RELEASED', 'the order was given up'));
      default:
        return failed(branch.refusal);
    }
  }

  release(key, branch, now) {
    if (branch?.status === 'RESERVED' || branch?.status === 'ASSIGNED') {
      const holding = this.giveBack(key, branch);
      this.put(key, { status: 'RELEASED' }, now);
      return ['Released', { holding }];
    }
    if (!branch) this.put(key, { status: 'RELEASED' }, now);
    return ['Released', { holding: [] }];
  }

  giveBack(key, branch) {
    const customer = key.slice(0, key.indexOf('/'));
    return branch.holding.map((held) => this.book(customer, held.quantity));
  }

  account(customer) {
    return this.accounts.get(customer) ?? { available: this.limitCents, change: 0 };
  }

  /** Changes the credit of a customer, and returns the unit of a holding that reports it. */
  book(customer, cents) {
    const before = this.account(customer);
    const after = { available: before.available + cents, change: before.change + 1 };
    this.change(['account', customer, after]);
    return { unit: 'cents', quantity: Math.abs(cents), change: after.change, supplyOffset: -1, available: after.available };
  }

  put(key, branch, now) {
    this.change(['branch', key, { ...branch, at: now }]);
  }

  change(change) {
    this.apply(change);
    this.changes.push(change);
  }
}

const amountOf = ({ attributes, lines }) => attributes?.amount ?? `${lines.length * LINE_CENTS}`;
const refused = (reason, detail) => ({ reason, detail, shortages: [] });
const failed = (refusal) => ['AssignmentFailed', { retryable: false, refusal }];
const expired = (expiresAt, holding) => ['ReservationExpired', { reason: 'RESERVATION_EXPIRED', holding, expiresAt }];
