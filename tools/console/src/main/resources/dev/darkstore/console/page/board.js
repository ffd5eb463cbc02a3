import { byId, el, keep, mark, say } from '/assets/dom.js';
import { clock, count, duration, phaseName, PHASE_WORDS, PHASES, reason } from '/assets/format.js';

/** Board: everything except the charts and the forms. */

export const orderLink = (id) => `/orders/${encodeURIComponent(id)}`;

export const boardLink = (query) => (`${query}` ? `/?${query}` : '/');

export function showSummary(summary) {
  const numbers = { ...summary.inFlight, PLACED: summary.placed, REJECTED: summary.rejected };
  keep(
    byId('phases'),
    Object.keys(PHASES),
    (phase) => phase,
    (phase) =>
      el('li', { class: 'tile', data: { phase } },
        el('a', { class: 'tile-name', href: `/?phase=${phase}`, data: { view: 'board' } }, PHASES[phase]),
        el('strong', { class: 'tile-number' }),
        el('span', { class: 'tile-words' }, PHASE_WORDS[phase])),
    (tile, phase) => say(tile.children[1], count(numbers[phase] ?? 0)),
  );
  showReasons(summary.reasons);
}

function showReasons(reasons) {
  const rows = Object.entries(reasons).sort((a, b) => b[1] - a[1]);
  const most = Math.max(1, ...rows.map((row) => row[1]));
  byId('reasons-empty').hidden = rows.length > 0;
  keep(
    byId('reasons'),
    rows,
    ([name]) => name,
    ([name]) =>
      el('li', {},
        el('a', { class: 'bar-name', title: name, href: `/?text=${encodeURIComponent(name)}`, data: { view: 'board' } }, reason(name)),
        el('span', { class: 'bar-number' }),
        el('span', { class: 'bar', 'aria-hidden': 'true' }, el('span', { class: 'bar-part' }))),
    (row, [, number]) => {
      say(row.children[1], count(number));
      row.children[2].firstChild.style.width = `${(100 * number) / most}%`;
    },
  );
}

/** Shows a list of orders; their links carry the query of the search that found them. */
export function showOrders({ orders }, emptyWords, query = '') {
  byId('orders-empty').hidden = orders.length > 0;
  byId('orders-scroll').hidden = orders.length === 0;
  if (orders.length === 0) explain(byId('orders-empty'), [emptyWords].flat());
  keep(byId('orders'), orders, (order) => order.id, orderRow, (row, order) => updateOrderRow(row, order, query), true);
}

/** Sets words and links if the text differs, so that a link keeps its focus. */
function explain(element, words) {
  if (element.textContent !== words.map((word) => word.textContent ?? word).join('')) element.replaceChildren(...words);
}

function orderRow() {
  return el('tr', {},
    el('th', { scope: 'row' }, el('a', { data: { view: 'order' } }), el('span', { class: 'sub' })),
    el('td', {}, el('span', { class: 'phase' }), el('span', { class: 'sub' })),
    el('td', { class: 'wide' }, el('span'), el('span', { class: 'sub' })),
    el('td', { class: 'wide lines-cell' }),
    el('td', { class: 'number' }));
}

function updateOrderRow(row, order, query) {
  const [head, phase, way, lines, took] = row.children;
  const href = orderLink(order.id) + (query && `?${query}`);
  say(head.children[0], order.id);
  if (head.children[0].getAttribute('href') !== href) head.children[0].setAttribute('href', href);
  say(head.children[1], clock(order.at));
  say(phase.children[0], phaseName(order.phase));
  mark(phase.children[0], 'phase', order.phase);
  say(phase.children[1], phaseNote(order));
  say(way.children[0], order.store && order.zone ? `${order.store} to ${order.zone}` : '');
  say(way.children[1], [order.customer && `for ${order.customer}`, order.agent && `by ${order.agent}`].filter(Boolean).join(', '));
  say(lines, order.lines);
  say(took, order.millis == null ? '' : duration(order.millis));
}

/** Words and code of a reason: the search finds the code. */
function reasonAndCode(code) {
  const words = reason(code);
  return words === code ? code : `${words} (${code})`;
}

function phaseNote(order) {
  const again = order.tries > 1 && order.phase !== 'PLACED' ? `sent ${order.tries} times` : '';
  return [order.reason && reasonAndCode(order.reason), order.phase === 'REJECTED' ? '' : again].filter(Boolean).join(', ');
}

export function showStock({ stores, omitted }) {
  byId('stock-empty').hidden = stores.length > 0;
  keep(
    byId('stock'),
    stores,
    (store) => store.id,
    (store) => el('section', { class: 'store', 'aria-label': `Store ${store.id}` }, el('h3', {}, store.id), el('ul', { class: 'plain bars' })),
    (section, store) => keep(section.children[1], store.skus, (sku) => sku.sku, skuRow, updateSkuRow),
  );
  more('stock', omitted, 'skus');
}

function skuRow(sku) {
  const parts = ['available', 'reserved', 'assigned'].map((of) => el('span', { class: 'bar-part', data: { of } }));
  return el('li', {},
    el('span', { class: 'bar-name' }, sku.sku),
    el('span', { class: 'bar-number' }),
    el('span', { class: 'bar', 'aria-hidden': 'true' }, ...parts));
}

function updateSkuRow(row, sku) {
  const known = sku.available != null;
  const words = known
    ? `${count(sku.available)} available` +
      (sku.reserved ? `, ${count(sku.reserved)} reserved` : '') +
      (sku.assigned ? `, ${count(sku.assigned)} assigned` : '')
    : 'unknown until its next event';
  say(row.children[1], words);
  const total = known ? Math.max(1, sku.available + sku.reserved + (sku.assigned || 0)) : 1;
  for (const part of row.children[2].children) {
    part.style.width = `${known ? (100 * sku[part.dataset.of]) / total : 0}%`;
  }
}

export function showAgents({ zones, omitted }, onDelivered) {
  byId('agents-empty').hidden = zones.length > 0;
  keep(
    byId('agents'),
    zones,
    (zone) => zone.id,
    (zone) => el('section', { class: 'zone', 'aria-label': `Zone ${zone.id}` }, el('h3', {}, zone.id), el('ul', { class: 'plain agent-list' })),
    (section, zone) =>
      keep(
        section.children[1],
        zone.agents,
        (agent) => agent.id,
        (agent) => el('li', {}, el('span', { class: 'agent-name' }, agent.id), el('span', { class: 'agent-state' }), el('a', { data: { view: 'order' } }), el('button', { type: 'button', class: 'quiet', hidden: true }, 'Delivered')),
        (row, agent) => {
          mark(row, 'state', agent.state);
          say(row.children[1], agent.state.toLowerCase());
          say(row.children[2], agent.order);
          row.children[2].hidden = !agent.order;
          row.children[2].setAttribute('href', orderLink(agent.order));
          const delivered = row.children[3];
          delivered.hidden = agent.state !== 'ASSIGNED' || !onDelivered;
          delivered.setAttribute('aria-label', `Report order ${agent.order} of ${agent.id} as delivered`);
          delivered.onclick = () => onDelivered(zone.id, agent.id, agent.order, delivered);
        },
      ),
  );
  more('agents', omitted, 'agents');
}

function more(id, omitted, what) {
  const host = byId(id);
  if (!host.more) {
    host.more = el('p', { class: 'hint' });
    host.after(host.more);
  }
  host.more.hidden = omitted === 0;
  say(host.more, `and ${count(omitted)} more ${what}`);
}

export function showLetters({ count: total, latest }) {
  byId('letters-empty').hidden = total > 0;
  say(byId('letters-title'), total > 0 ? `Dead letters: ${count(total)}` : 'Dead letters');
  keep(
    byId('letters'),
    latest,
    (letter) => `${letter.partition}/${letter.offset}`,
    (letter) =>
      el('li', {},
        el('strong', {}, letter.reason),
        el('span', {}, letter.detail),
        el('span', {}, 'Letter ', letterLink(letter), letter.order ? ' of order ' : null,
          letter.order ? el('a', { href: orderLink(letter.order), data: { view: 'order' } }, letter.order) : null),
        el('span', { class: 'sub' })),
    (row, letter) => say(row.lastChild, `${clock(letter.at)}, from ${letter.source}${letter.resentAs ? `, sent again as ${letter.resentAs}` : ''}`),
  );
}

export function letterLink({ partition, offset }) {
  const id = `${partition}-${offset}`;
  return el('a', { href: `/dead-letters/${id}`, data: { view: 'letter' } }, id);
}

export function showLag(lag) {
  byId('lag-error').hidden = !lag.error;
  say(byId('lag-error'), lag.error ?? '');
  keep(
    byId('lag'),
    lag.error ? [] : lag.services,
    (service) => service.name,
    (service) => el('section', { class: 'lag-service', 'aria-label': service.name }, el('h3', {}), el('ul', { class: 'plain partitions' })),
    (section, service) => {
      say(section.children[0], service.partitions.length === 0 ? `${service.name}: no committed offsets` : `${service.name}: ${count(service.total)}`);
      keep(
        section.children[1],
        service.partitions,
        (p) => `${p.topic}-${p.partition}`,
        (p) => el('li', { title: `${p.topic}, partition ${p.partition}` }, el('span', { class: 'unseen' }, `${p.topic} ${p.partition}: `), el('span')),
        (cell, p) => {
          say(cell.children[1], count(p.lag));
          mark(cell, 'level', p.lag > 1000 ? 'high' : p.lag > 10 ? 'some' : 'none');
        },
      );
    },
  );
}

export function showScope(status, summary) {
  const since = status.isWhole
    ? 'All events since the beginning of the topics.'
    : `Events since ${clock(status.since)}, supply since its beginning; older events are in the log.`;
  const left = summary?.left ? ` ${count(summary.kept)} orders are in memory, ${count(summary.left)} older ones can be found by their id.` : '';
  say(byId('scope'), since + left);
}
