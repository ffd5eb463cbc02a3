import { byId, el, keep, mark as set, say } from '/assets/dom.js';
import { date, duration, instant, isOver, phaseName, reason } from '/assets/format.js';
import { letterLink } from '/assets/board.js';
import { draw, isRetry, kind, laneName, lanesOf } from '/assets/timeline.js';

/** Page of one order. */

let shown = null;

export function clear(id) {
  shown = null;
  say(byId('order-id'), id);
  say(byId('order-phase'), '');
  byId('order-phase').hidden = true;
  say(byId('order-words'), '');
  byId('cancel').hidden = true;
  byId('course-card').hidden = true;
  byId('events-card').hidden = true;
  byId('order-facts').replaceChildren();
  say(byId('cancel-result'), '');
}

export function note(words) {
  byId('order-note').hidden = !words;
  say(byId('order-note'), words ?? '');
}

export function show(order, now, mayWrite) {
  shown = order;
  byId('course-card').hidden = false;
  byId('events-card').hidden = false;
  byId('order-phase').hidden = false;
  say(byId('order-id'), order.id);
  say(byId('order-phase'), phaseName(order.phase));
  set(byId('order-phase'), 'phase', order.phase);
  say(byId('order-words'), words(order));
  byId('cancel').hidden = !mayWrite || isOver(order.phase) || order.phase === 'RELEASING';
  note(order.source === 'log' ? 'This order is no longer in memory; its current state was read from the log.' : '');
  facts(order);
  events(order);
  redraw(now);
}

/** Redraws the timeline: it advances with time while an order is in flight. */
export function redraw(now) {
  if (!shown || document.hidden) return;
  if (!isOver(shown.phase) || byId('course').drawn !== shown || byId('course').drawnWidth !== byId('course').clientWidth) {
    byId('legend-break').hidden = draw(byId('course'), shown, now) === 0;
    byId('course').drawn = shown;
    byId('course').drawnWidth = byId('course').clientWidth;
  }
  holds(shown, now);
}

function words(order) {
  switch (order.phase) {
    case 'SENT':
      return 'The coordinator has not received it yet.';
    case 'RESERVING':
      return 'Reserve was sent to every branch. Nobody is notified before the order is placed.';
    case 'COMMITTING':
      return `All have reserved, and Commit was sent${order.tries > 1 ? ` ${order.tries} times so far` : ''}. The order is placed once all have confirmed it.`;
    case 'PLACED':
      return `Placed${order.millis == null ? '' : ` within ${duration(order.millis)}`}: goods and an agent are assigned.`;
    case 'DEAD_LETTER':
      return `${reason(order.reason)}: ${order.detail}. It is a dead letter; nothing was decided about it.`;
    default:
      return `${reason(order.reason)}: ${order.detail}. ${releases(order)}`;
  }
}

function releases(order) {
  const open = order.branches
    .filter((branch) => branch.releases > 0 && branch.state !== 'RELEASED' && branch.state !== 'REFUSED')
    .map((branch) => `${branch.name} (sent ${branch.releases === 1 ? 'once' : `${branch.releases} times`})`);
  if (order.phase === 'RELEASING') {
    return open.length > 0
      ? `The customer was notified. Release is repeated until it is acknowledged by ${open.join(' and ')}.`
      : 'The customer was notified; the reservations are being released.';
  }
  return 'Nothing is held for it any more.';
}

function facts(order) {
  const all = [
    ['Sent', date(order.at)],
    ['Customer', order.customer],
    ['Store', order.store],
    ['Zone', order.zone],
    ['Lines', order.lines],
    ['Attributes', order.attributes],
    ['Outcome after', order.millis == null ? '–' : duration(order.millis)],
  ];
  keep(
    byId('order-facts'),
    all,
    ([name]) => name,
    ([name]) => el('div', {}, el('dt', {}, name), el('dd')),
    (row, [, value]) => say(row.children[1], value || '–'),
  );
}

function holds(order, now) {
  const rows = order.branches.filter((branch) => branch.hold);
  keep(
    byId('holds'),
    rows,
    (branch) => branch.lane,
    (branch) =>
      el('div', { class: 'hold-row' },
        el('span', { class: 'hold-name' }, `${laneName(branch.lane)} holds`),
        el('span', { class: 'hold-bar', 'aria-hidden': 'true' }, el('span')),
        el('span', { class: 'hold-words' })),
    (row, { hold }) => {
      const length = Math.max(1, hold.expires - hold.from);
      const at = Math.min(hold.until ?? now, hold.expires);
      const left = Math.max(0, hold.expires - at);
      row.children[1].firstChild.style.width = `${(100 * left) / length}%`;
      set(row, 'end', hold.end ?? '');
      say(row.children[2], holdWords(hold, length, left, now));
    },
  );
}

function holdWords(hold, length, left, now) {
  if (hold.end === 'ReservationExpired') return `expired after ${duration(hold.until - hold.from)}`;
  if (hold.until != null) return `${hold.end} after ${duration(hold.until - hold.from)}, with ${duration(left)} of ${duration(length)} left`;
  return now > hold.expires ? 'has expired; the participant has not reported it yet' : `${duration(left)} of ${duration(length)} left`;
}

function events(order) {
  const lanes = lanesOf(order);
  keep(
    byId('events-lanes'),
    ['Time', ...lanes.map(laneName)],
    (name) => name,
    (name) => el('th', { scope: 'col' }, name),
    () => {},
  );
  keep(
    byId('events'),
    order.marks.map((entry, index) => ({ entry, index, before: order.marks[index - 1] })),
    ({ entry }) => `${entry.topic}/${entry.partition}/${entry.offset}/${lanes.length}`,
    ({ entry }) => {
      const cells = lanes.map((lane) => el('td', { data: { lane }, class: lane === entry.lane ? 'own' : null }, lane === entry.lane ? event(entry) : null));
      return el('tr', {}, el('th', { scope: 'row' }, el('span', { class: 'time' }, instant(entry.at)), el('span', { class: 'sub' })), ...cells);
    },
    (row, { entry }) => say(row.firstChild.children[1], `+${duration(Math.max(0, entry.at - order.at))}`),
  );
  if (order.omitted > 0) note(`${order.omitted} more events of this order are in the log.`);
}

function event(entry) {
  return el('div', { class: 'event', data: { kind: kind(entry.event), retry: String(isRetry(entry)) } },
    el('strong', {}, entry.event, addressee(entry)),
    entry.detail ? el('span', { class: 'event-detail' }, entry.detail) : null,
    el('span', { class: 'sub' }, `${entry.topic}, partition ${entry.partition}, offset ${entry.offset}`),
    entry.event === 'DeadLetter' ? el('span', { class: 'sub' }, 'Letter ', letterLink(entry)) : null);
}

/** Recipient of a command. */
function addressee({ topic }) {
  const to = topic.match(/^(.+)-commands$/);
  return to ? el('span', { class: 'to' }, ` to ${to[1]}`) : null;
}
