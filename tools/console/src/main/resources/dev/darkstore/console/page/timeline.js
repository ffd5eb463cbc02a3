import { svg } from '/assets/dom.js';
import { duration } from '/assets/format.js';

/**
 * Timeline of an order: one lane per writer, time from left to right, a dot per event, the holds of
 * the reservations as bars. Overlapping dots are stacked.
 */

export const LANES = ['CUSTOMER', 'COORDINATOR', 'STORE', 'DELIVERY'];

const LEFT = 96;
const RIGHT = 24;
const TOP = 26;
const LANE = 58;
const STEP = 11;
const LEVELS = 3;
const NEAR = 11;

/**
 * Time span of the timeline: its events, and the present while the order is in flight. A placed
 * order's ends soon after the outcome: a delivery completed much later is drawn at the edge.
 */
function span(order, now) {
  const over = ['PLACED', 'REJECTED', 'DEAD_LETTER'].includes(order.phase);
  let last = over ? order.lastAt : Math.max(order.lastAt, now);
  if (order.phase === 'PLACED' && order.millis != null) last = Math.min(last, order.at + 2 * order.millis + 500);
  return { from: order.at, to: Math.max(last, order.at + 100) };
}

function ticks(length) {
  const steps = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000];
  const step = steps.find((candidate) => length / candidate <= 8) ?? length / 8;
  const all = [];
  for (let at = 0; at <= length; at += step) all.push(at);
  return all;
}

/** Returns true for a repeated command. */
export const isRetry = (mark) => (mark.event === 'Commit' || mark.event === 'Release') && mark.detail !== '';

export function kind(event) {
  switch (event) {
    case 'OrderPlaced':
    case 'Assigned':
    case 'PickOrder':
    case 'DeliverOrder':
    case 'DeliveryCompleted':
      return 'good';
    case 'OrderRejected':
    case 'ReservationRefused':
    case 'ReservationExpired':
    case 'AssignmentFailed':
    case 'CancelRefused':
    case 'DeadLetter':
      return 'bad';
    case 'Release':
    case 'Released':
      return 'release';
    case 'Reserve':
    case 'Reserved':
      return 'reserve';
    default:
      return 'plain';
  }
}

export function draw(host, order, now) {
  const width = Math.max(300, host.clientWidth);
  const height = TOP + LANES.length * LANE + 8;
  const { from, to } = span(order, now);
  const x = (at) => LEFT + ((Math.min(Math.max(at, from), to) - from) / (to - from)) * (width - LEFT - RIGHT);
  const y = (lane) => TOP + LANES.indexOf(lane) * LANE;
  const parts = [];

  for (const at of ticks(to - from)) {
    const place = x(from + at);
    parts.push(
      svg('line', { x1: place, x2: place, y1: TOP - 4, y2: height - 8, class: 'tick' }),
      label(place, TOP - 10, duration(at), 'tick-name', 'middle'),
    );
  }
  for (const lane of LANES) {
    parts.push(
      svg('line', { x1: LEFT, x2: width - RIGHT, y1: y(lane) + 18, y2: y(lane) + 18, class: 'lane' }),
      label(4, y(lane) + 22, lane.charAt(0) + lane.slice(1).toLowerCase(), 'lane-name', 'start'),
    );
  }
  parts.push(...hold(order.storeBranch, 'STORE', x, y, to), ...hold(order.deliveryBranch, 'DELIVERY', x, y, to));
  parts.push(...dots(order.marks, x, y));
  host.replaceChildren(svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height, class: 'course' }, ...parts));
}

function label(x, y, text, name, anchor) {
  const element = svg('text', { x, y, class: name, 'text-anchor': anchor });
  element.textContent = text;
  return element;
}

/** Bar of a hold: light up to its expiry, filled up to its end or the present. */
function hold(branch, lane, x, y, to) {
  if (!branch.hold) return [];
  const { from, expires, until } = branch.hold;
  const end = until ?? to;
  const bar = (a, b, name) =>
    svg('rect', { x: x(a), y: y(lane) + 11, width: Math.max(3, x(b) - x(a)), height: 14, rx: 4, class: name });
  return [bar(from, Math.max(expires, from), 'hold-whole'), bar(from, end, 'hold-used')];
}

function dots(marks, x, y) {
  const placed = new Map(LANES.map((lane) => [lane, []]));
  return marks.map((mark, index) => {
    const place = x(mark.at);
    const before = placed.get(mark.lane);
    const near = before.filter((other) => place - other < NEAR).length;
    before.push(place);
    const dot = svg('circle', {
      cx: place,
      cy: y(mark.lane) + 18 + Math.min(near, LEVELS) * STEP,
      r: 5,
      class: 'dot',
      'data-kind': kind(mark.event),
      'data-retry': isRetry(mark),
      'data-index': index,
    });
    const title = svg('title');
    title.textContent = `${mark.event} ${mark.detail}`;
    dot.append(title);
    return dot;
  });
}
