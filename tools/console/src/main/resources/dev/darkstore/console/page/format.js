/** Display formats of numbers, times and names. */

const COUNT = new Intl.NumberFormat('en');
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

export const count = (number) => COUNT.format(number);

export const clock = (millis) => CLOCK.format(millis);

export const date = (millis) => DATE.format(millis);

export const instant = (millis) => `${CLOCK.format(millis)}.${String(millis % 1000).padStart(3, '0')}`;

export function duration(millis) {
  if (millis < 1000) return `${Math.round(millis)} ms`;
  if (millis < 9_950) return `${(millis / 1000).toFixed(2)} s`;
  if (millis < 119_950) return `${(millis / 1000).toFixed(1)} s`;
  return `${Math.round(millis / 60_000)} min`;
}

export const PHASES = {
  SENT: 'Sent',
  RESERVING: 'Reserving',
  COMMITTING: 'Committing',
  RELEASING: 'Releasing',
  PLACED: 'Placed',
  REJECTED: 'Rejected',
};

export const OTHER_PHASES = { DEAD_LETTER: 'Dead letter' };

/** Display name of a phase. */
export const phaseName = (phase) => PHASES[phase] ?? OTHER_PHASES[phase] ?? phase;

/** Returns true if an order in this phase is completed. */
export const isOver = (phase) => ['PLACED', 'REJECTED', 'DEAD_LETTER'].includes(phase);

export const PHASE_WORDS = {
  SENT: 'not received yet',
  RESERVING: 'Reserve sent to every branch',
  COMMITTING: 'all reserved, Commit sent',
  RELEASING: 'rejected, being released',
  PLACED: 'goods and agent assigned',
  REJECTED: 'rejected, nothing held',
};

const REASONS = {
  OUT_OF_STOCK: 'The store has too little',
  UNKNOWN_STORE: 'No such store',
  UNKNOWN_SKU: 'The store does not sell it',
  NO_AGENT_AVAILABLE: 'No agent is free',
  RESERVATION_EXPIRED: 'A reservation ran out',
  RESERVE_TIMED_OUT: 'A branch did not reserve in time',
  COMMIT_TIMED_OUT: 'A branch did not confirm Commit in time',
  CANCELLED: 'The customer cancelled',
  TOO_LATE: 'The order was too old when it was read',
  INVALID_ORDER: 'Not a valid order',
  GOODS_WRITTEN_OFF: 'Held goods were written off',
  AGENT_WENT_OFFLINE: 'The agent went offline',
  INVALID: 'Not a valid order',
  UNREADABLE: 'The record cannot be decoded',
  KEY_MISMATCH: 'The record has a wrong key',
};

/** Display text of a reason; the name itself if there is none. */
export const reason = (name) => REASONS[name] ?? name;

const JSON_TOKENS = /"(?:\\.|[^"\\])*"|[{}[\],:]|(?:\s|\\u000[9ad])+/g;

/**
 * Indents a JSON object. It is not parsed: a parser would hide what is wrong with it, such as a field
 * that occurs twice. Line breaks may be escaped, as in the text of a foreign record.
 */
export function indented(text) {
  if (!text.startsWith('{')) return text;
  let depth = 0;
  const line = () => `\n${'  '.repeat(Math.max(0, depth))}`;
  return text.replace(JSON_TOKENS, (token) => {
    switch (token) {
      case '{':
      case '[':
        depth++;
        return token + line();
      case '}':
      case ']':
        depth--;
        return line() + token;
      case ',':
        return token + line();
      case ':':
        return ': ';
      default:
        return token.startsWith('"') ? token : '';
    }
  });
}
