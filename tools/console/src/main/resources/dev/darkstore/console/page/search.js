import { byId, el, say } from '/assets/dom.js';
import { count, date, OTHER_PHASES, PHASES } from '/assets/format.js';
import { boardLink, orderLink, showOrders } from '/assets/board.js';

/**
 * Search of orders. Its state is the query of the page's address, which is also the query of the API:
 * so a link can be shared, and Back works.
 */

const NAMES = ['text', 'phase', 'age', 'from', 'to', 'after'];
const REFRESH_MILLIS = 2_000;

/** Returns the search in the page's address; without conditions if there is none. */
export function inAddress() {
  const given = new URLSearchParams(location.search);
  return new URLSearchParams(NAMES.map((name) => [name, given.get(name)?.trim()]).filter(([, value]) => value));
}

export class Search {
  constructor({ get, navigate, announce, status }) {
    Object.assign(this, { get, status, announce, query: '' });
    this.form = byId('search');
    const { phase, age } = this.form.elements;
    phase.append(...Object.entries({ ...PHASES, ...OTHER_PHASES }).map(([value, name]) => el('option', { value }, name)));
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      navigate(boardLink(this.fromForm()));
    });
    phase.addEventListener('change', () => this.form.requestSubmit());
    age.addEventListener('change', () => {
      this.showWindow();
      if (age.value !== 'between') this.form.requestSubmit();
    });
  }

  fromForm() {
    const { text, phase, age, from, to } = this.form.elements;
    const isWindow = age.value === 'between';
    const all = {
      text: text.value.trim(),
      phase: phase.value,
      age: isWindow ? '' : age.value,
      from: isWindow ? utc(from.value) : '',
      to: isWindow ? utc(to.value) : '',
    };
    return new URLSearchParams(Object.entries(all).filter(([, value]) => value));
  }

  fillForm(query) {
    const { text, phase, age, from, to } = this.form.elements;
    const minutes = query.get('age') ?? '';
    const isWindow = query.has('from') || query.has('to');
    text.value = query.get('text') ?? '';
    phase.value = query.get('phase') ?? '';
    if (![...age.options].some((option) => option.value === minutes)) age.append(el('option', { value: minutes }, `last ${minutes} min`));
    age.value = isWindow ? 'between' : minutes;
    from.value = local(query.get('from'));
    to.value = local(query.get('to'));
    this.showWindow();
  }

  showWindow() {
    byId('search-window').hidden = this.form.elements.age.value !== 'between';
  }

  /** Shows the results of this query on the board; without one, the board shows the latest orders. */
  run(query) {
    this.query = query.toString();
    this.params = query;
    byId('board').dataset.search = String(this.isActive());
    byId('clear-search').hidden = !this.isActive();
    if (this.isActive()) {
      say(byId('orders-title'), 'Orders found');
      this.load(true);
    } else {
      say(byId('orders-title'), 'Latest orders');
      byId('pages').hidden = true;
    }
  }

  stop() {
    this.query = '';
  }

  isActive() {
    return this.query !== '';
  }

  /** Loads the results again, at most once in a while, and after the last change. */
  refresh() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      if (this.isActive()) this.load(false);
    }, REFRESH_MILLIS);
  }

  async load(isNew) {
    const { query } = this;
    let found;
    try {
      found = await this.get(`/api/orders?${query}`);
    } catch (failure) {
      found = { orders: [], failure: failure.message };
    }
    if (query !== this.query) return;
    showOrders(found, found.failure ? `${found.failure}.` : this.nothing(found), query);
    this.pages(found);
    if (isNew) this.announce(found.failure ?? `${count(found.total)} orders found`);
  }

  /** Explains an empty result. */
  nothing({ total, kept, left }) {
    if (total > 0) return 'The orders of this page have left memory.';
    const { isWhole, since } = this.status() ?? { isWhole: true };
    const text = this.params.get('text') ?? '';
    const all = [
      `No order matches. The search covers the ${count(kept)} orders in memory${isWhole ? '' : `, of events since ${date(since)}`}.`,
      left > 0 ? `${count(left)} older orders have left it and can be found by their id only.` : '',
    ];
    const words = [all.filter(Boolean).join(' ')];
    if (/^[\w.-]{1,64}$/.test(text)) {
      words.push(' ', el('a', { href: `${orderLink(text)}?${this.query}`, data: { view: 'order' } }, `Look for an order with the id ${text} in the log`), '.');
    }
    return words;
  }

  pages({ orders, total, from, newer, older }) {
    byId('pages').hidden = !total;
    say(byId('pages-words'), orders.length > 0 ? `${count(from + 1)} to ${count(from + orders.length)} of ${count(total)}, newest first` : '');
    this.page('newer', newer);
    this.page('older', older);
  }

  page(id, after) {
    const link = byId(id);
    link.hidden = after == null;
    if (after == null) return;
    const query = new URLSearchParams(this.params);
    query.delete('after');
    if (after) query.set('after', after);
    link.setAttribute('href', boardLink(query));
  }
}

/** Converts the value of a datetime-local field to UTC, and back. */
const utc = (value) => (value ? new Date(value).toISOString() : '');

function local(instant) {
  const millis = Date.parse(instant ?? '');
  if (Number.isNaN(millis)) return '';
  return new Date(millis - new Date(millis).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
