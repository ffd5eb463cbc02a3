import { svg } from '/assets/dom.js';
import { duration, isOver } from '/assets/format.js';

/**
 * Timeline of an order: one lane per writer, time from left to right, a dot per event, the holds of
 * the reservations as bars. Overlapping dots are stacked. The scale of a completed order leaves out
 * the longest gaps between events, so that its milliseconds stay visible beside a delivery that
 * ended minutes later.
 */

/** Returns the lanes of an order: the customer, the coordinator, every branch. */
export const lanesOf = (order) => ['CUSTOMER', 'COORDINATOR', ...order.branches.map((branch) => branch.lane)];

/** Returns the name of a lane as people read it. */
export const laneName = (lane) => lane.charAt(0) + lane.slice(1).toLowerCase();

const LEFT = 96;
const RIGHT = 24;
const TOP = 26;
const LANE = 58;
const STEP = 11;
const LEVELS = 3;
const NEAR = 11;
const LENGTH_MIN_MILLIS = 20;

/** Width of a gap that is left out, and conditions on it: length, and length relative to the rest. */
const BREAK = 48;
const BREAKS_MAX = 2;
const BREAK_MIN_MILLIS = 1_000;
const BREAK_RATIO = 4;

const TICK = 60;
const TICKS_MAX = 8;
const STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000];

/** Returns the gaps between these times that take most of the length, in the order of time. */
export function breaks(times) {
  const gaps = times
    .slice(1)
    .map((to, index) => ({ from: times[index], to, length: to - times[index] }))
    .sort((a, b) => b.length - a.length);
  const total = gaps.reduce((sum, gap) => sum + gap.length, 0);
  for (let number = Math.min(BREAKS_MAX, gaps.length); number > 0; number--) {
    const longest = gaps.slice(0, number);
    const rest = total - longest.reduce((sum, gap) => sum + gap.length, 0);
    const least = longest.at(-1).length;
    if (least >= BREAK_MIN_MILLIS && least > BREAK_RATIO * rest) return longest.sort((a, b) => a.from - b.from);
  }
  return [];
}

/** Scale of time: linear, except that each gap that is left out has the same width. */
function scale(order, now, width) {
  const over = isOver(order.phase);
  const from = order.at;
  const to = Math.max(over ? order.lastAt : Math.max(order.lastAt, now), from);
  const gaps = over ? breaks(order.marks.map((mark) => mark.at)) : [];
  const length = Math.max(LENGTH_MIN_MILLIS, gaps.reduce((rest, gap) => rest - gap.length, to - from));
  const perMilli = (width - gaps.length * BREAK) / length;
  const x = (time) => {
    const at = Math.min(Math.max(time, from), Math.max(to, from + LENGTH_MIN_MILLIS));
    return gaps.reduce((place, gap) => {
      const passed = Math.min(Math.max(at - gap.from, 0), gap.length);
      return place + passed * (BREAK / gap.length - perMilli);
    }, LEFT + (at - from) * perMilli);
  };
  return { from, to, gaps, length, x };
}

/** Returns the ticks: a number of steps after the beginning, or after the last gap that is left out. */
function ticks({ from, to, gaps, length, x }, width) {
  const most = Math.min(TICKS_MAX, width / TICK);
  const step = STEPS.find((candidate) => length / candidate <= most) ?? length / most;
  const starts = [from, ...gaps.map((gap) => gap.to)];
  const ends = [...gaps.map((gap) => x(gap.from) - BREAK / 2), Infinity];
  return starts.flatMap((start, part) => {
    const end = gaps[part]?.from ?? Math.max(to, start + (part === 0 ? length : 0));
    const all = [];
    for (let at = part === 0 ? 0 : step; start + at <= end; at += step) {
      const place = x(start + at);
      if (place < ends[part] && (part === 0 || place > x(start) + BREAK / 2)) {
        all.push({ place, words: (part === 0 ? '' : '+') + duration(at) });
      }
    }
    return all;
  });
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

/** Draws the timeline, and returns the number of gaps that are left out of its scale. */
export function draw(host, order, now) {
  const width = Math.max(300, host.clientWidth);
  const lanes = lanesOf(order);
  const height = TOP + lanes.length * LANE + 8;
  const shown = scale(order, now, width - LEFT - RIGHT);
  const { to, gaps, x } = shown;
  const y = (lane) => TOP + lanes.indexOf(lane) * LANE;
  const parts = [];

  for (const { place, words } of ticks(shown, width - LEFT - RIGHT)) {
    parts.push(
      svg('line', { x1: place, x2: place, y1: TOP - 4, y2: height - 8, class: 'tick' }),
      label(place, TOP - 10, words, 'tick-name', 'middle'),
    );
  }
  for (const lane of lanes) {
    parts.push(
      svg('line', { x1: LEFT, x2: width - RIGHT, y1: y(lane) + 18, y2: y(lane) + 18, class: 'lane' }),
      label(4, y(lane) + 22, laneName(lane), 'lane-name', 'start'),
    );
  }
  parts.push(...order.branches.flatMap((branch) => hold(branch, x, y, to)));
  parts.push(...gaps.flatMap((gap) => leftOut(gap, x, height)));
  parts.push(...dots(order.marks, lanes, x, y));
  host.replaceChildren(svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height, class: 'course' }, ...parts));
  return gaps.length;
}

/** Mark of a gap that is left out: a strip through all lanes, and its length. */
function leftOut(gap, x, height) {
  const from = x(gap.from) + BREAK / 4;
  const strip = svg('rect', { x: from, y: TOP - 4, width: BREAK / 2, height: height - TOP - 4, class: 'break' });
  return [strip, label(from + BREAK / 4, TOP - 10, duration(gap.length), 'break-name', 'middle')];
}

function label(x, y, text, name, anchor) {
  const element = svg('text', { x, y, class: name, 'text-anchor': anchor });
  element.textContent = text;
  return element;
}

/** Bar of a hold: light up to its expiry, filled up to its end or the present. */
function hold(branch, x, y, to) {
  if (!branch.hold) return [];
  const { from, expires, until } = branch.hold;
  const end = until ?? to;
  const bar = (a, b, name) =>
    svg('rect', { x: x(a), y: y(branch.lane) + 11, width: Math.max(3, x(b) - x(a)), height: 14, rx: 4, class: name });
  return [bar(from, Math.max(expires, from), 'hold-whole'), bar(from, end, 'hold-used')];
}

function dots(marks, lanes, x, y) {
  const placed = new Map(lanes.map((lane) => [lane, []]));
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
