import uPlot from '/assets/uplot.js';
import { byId, el, keep, say } from '/assets/dom.js';
import { duration } from '/assets/format.js';

/** Charts of throughput and latency over the last minutes. */

const HEIGHT = 170;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const perSecond = (number) => Number(number >= 100 ? number.toFixed(0) : number.toFixed(number >= 1 ? 1 : 2)).toString();

function axes(values, size) {
  const common = {
    stroke: () => colour('--muted'),
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  return [
    {
      ...common,
      grid: { show: false },
      size: 28,
      space: 70,
      values: (_, seconds) => seconds.map((s) => new Date(s * 1000).toTimeString().slice(0, 5)),
    },
    { ...common, size, values: (_, all) => all.map(values) },
  ];
}

function line(label, name, fill, points = false) {
  return {
    label,
    stroke: () => colour(name),
    fill: fill ? () => colour(fill) : undefined,
    width: 2,
    points: { show: points, size: 4, stroke: () => colour(name), fill: () => colour(name) },
    spanGaps: true,
  };
}

function chart(host, series, values, size, scaleMin) {
  const made = new uPlot(
    {
      width: Math.max(200, host.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 20, 0, 0],
      scales: { y: { range: (_, __, max) => [0, Math.max(scaleMin, (max ?? 0) * 1.1)] } },
      axes: axes(values, size),
      series: [{}, ...series],
    },
    [[]],
    host,
  );
  new ResizeObserver(() => made.setSize({ width: Math.max(200, host.clientWidth), height: HEIGHT })).observe(host);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => made.redraw(false, true));
  return made;
}

export class Charts {
  constructor() {
    this.throughput = chart(
      byId('throughput'),
      [line('sent', '--sent', '--sent-fill'), line('placed', '--placed'), line('rejected', '--rejected')],
      perSecond,
      40,
      1,
    );
    this.latency = chart(byId('latency'), [line('p99', '--p99', null, true), line('p50', '--p50', null, true)], duration, 58, 100);
  }

  show(numbers) {
    const seconds = numbers.slotMillis / 1000;
    const times = numbers.sent.map((_, i) => numbers.from / 1000 + i * seconds);
    const rate = (counts) => counts.map((number) => number / seconds);
    this.throughput.setData([times, rate(numbers.sent), rate(numbers.placed), rate(numbers.rejected)]);
    this.latency.setData([times, numbers.p99, numbers.p50]);
    this.tell(numbers, seconds);
  }

  tell(numbers, seconds) {
    const lately = (counts) => counts.slice(-5).reduce((sum, n) => sum + n, 0) / (5 * seconds);
    const rates = ['sent', 'placed', 'rejected'].map((of) => [of, `${perSecond(lately(numbers[of]))} ${of}`]);
    legend('throughput-figure', rates);
    byId('throughput').setAttribute('aria-label', `Orders a second over the last five minutes; in the last ten seconds ${words(rates)}`);

    const last = (values) => values.findLast((value) => value != null);
    const within = last(numbers.p50) == null
      ? [['none', 'no outcome within five minutes']]
      : [['p50', `half within ${duration(last(numbers.p50))}`], ['p99', `99 % within ${duration(last(numbers.p99))}`]];
    legend('latency-figure', within);
    byId('latency').setAttribute('aria-label', `Time from order to outcome over the last five minutes; currently ${words(within)}`);
  }
}

const words = (entries) => entries.map(([, text]) => text).join(', ');

function legend(id, entries) {
  keep(byId(id), entries, ([of]) => of, ([of]) => el('li', { data: { of } }), (item, [, text]) => say(item, text));
}
