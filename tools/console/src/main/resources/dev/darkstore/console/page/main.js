import { byId, mark, say } from '/assets/dom.js';
import { PHASES, reason } from '/assets/format.js';
import { Stream } from '/assets/stream.js';
import { Charts } from '/assets/charts.js';
import { Actions } from '/assets/actions.js';
import * as board from '/assets/board.js';
import * as order from '/assets/order.js';

/** Keeps the latest state of each section and shows changes at the next frame. */

const TOKEN = 'darkstore.token';
const latest = {};
const changed = new Set();
let stream = null;
let charts = null;
let view = null;
let search = '';
let frame = 0;
let clockOffset = 0;
let askingForToken = null;
const followed = new Map();

const headers = () => {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { Authorization: `Bearer ${token}` } : {};
};
const now = () => Date.now() + clockOffset;
const mayWrite = () => latest.status != null && !latest.status.readOnly;
const announce = (words) => say(byId('announcements'), words);

function askForToken() {
  askingForToken ??= new Promise((resolve) => {
    const dialog = byId('token-dialog');
    dialog.addEventListener('close', () => {
      sessionStorage.setItem(TOKEN, byId('token').value.trim());
      byId('token').value = '';
      askingForToken = null;
      resolve();
    }, { once: true });
    dialog.showModal();
  });
  return askingForToken;
}

async function get(path) {
  const response = await fetch(path, { headers: headers(), cache: 'no-store' });
  if (response.status === 401) {
    await askForToken();
    return get(path);
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `refused with status ${response.status}`);
  return answer;
}

const actions = new Actions({ headers, onToken: askForToken, announce, follow: (id) => followed.set(id, '') });

/* Incoming events. */

function onEvent(section, data) {
  if (section === 'status') clockOffset = data.now - Date.now();
  latest[section] = data;
  changed.add(section);
  frame ||= requestAnimationFrame(show);
}

function onState(state) {
  if (state === 'lost') say(byId('connection-text'), 'connection lost, reconnecting');
  mark(byId('connection'), 'state', state === 'open' ? 'connecting' : 'lost');
}

/** Shows one section per frame, so that the length of a frame is bounded. */
function show() {
  frame = 0;
  const [section] = changed;
  changed.delete(section);
  if (changed.size > 0) frame = requestAnimationFrame(show);
  if (section === 'status') showStatus(latest.status);
  if (section === 'orders') tellOutcomes(latest.orders.orders);
  if (view.name === 'board') showBoard(section);
  else showOrder(section);
}

function showStatus(status) {
  const words = { READING: 'reading past events', LIVE: 'live', LOST: 'the brokers do not reply' };
  say(byId('connection-text'), words[status.state]);
  mark(byId('connection'), 'state', status.state.toLowerCase());
  say(byId('source'), `Source: committed records of the topics on ${status.servers}.`);
  document.querySelectorAll('[data-writes]').forEach((element) => {
    if (element.id !== 'cancel') element.hidden = status.readOnly;
  });
}

function showBoard(section) {
  switch (section) {
    case 'status':
      board.showScope(latest.status, latest.summary);
      break;
    case 'summary':
      board.showSummary(latest.summary);
      break;
    case 'orders':
      if (!search) board.showOrders(latest.orders, 'No order yet. Place one with the form.');
      break;
    case 'stock':
      board.showStock(latest.stock);
      actions.offerStores(latest.stock.stores);
      break;
    case 'agents':
      board.showAgents(latest.agents, mayWrite() ? (...delivery) => actions.delivered(...delivery) : null);
      actions.offerZones(latest.agents.zones);
      break;
    case 'letters':
      board.showLetters(latest.letters);
      break;
    case 'lag':
      board.showLag(latest.lag);
      break;
    case 'participants':
      actions.showParticipants(latest.participants);
      break;
    case 'throughput':
      charts ??= new Charts();
      charts.show(latest.throughput);
      break;
  }
}

/** Announces the outcomes of orders placed on this page. */
function tellOutcomes(orders) {
  for (const one of orders) {
    if (followed.get(one.id) === '' && (one.phase === 'PLACED' || one.reason)) {
      followed.delete(one.id);
      announce(`Order ${one.id}: ${one.reason ? `rejected. ${reason(one.reason)}` : PHASES[one.phase]}`);
    }
  }
}

/* One order. */

function showOrder(section) {
  if (section !== 'order' && section !== 'status') return;
  if (!latest.order) return;
  if (latest.order.unknown) {
    if (latest.status?.state === 'LIVE') lookIntoTheLog();
  } else if (section === 'order') {
    view.found = true;
    order.show(latest.order, now(), mayWrite());
  }
}

async function lookIntoTheLog() {
  const wanted = view;
  if (wanted.asked) return;
  wanted.asked = true;
  order.note('Looking for this order in the log…');
  try {
    const found = await get(`/api/orders/${encodeURIComponent(wanted.id)}`);
    if (view === wanted && !wanted.found) order.show(found, now(), mayWrite());
  } catch (failure) {
    if (view === wanted && !wanted.found) order.note(`${failure.message.charAt(0).toUpperCase()}${failure.message.slice(1)}.`);
  }
}

setInterval(() => view?.name === 'order' && order.redraw(now()), 250);
addEventListener('resize', () => view?.name === 'order' && order.redraw(now()));

/* Navigation. */

function go() {
  const match = location.pathname.match(/^\/orders\/([^/]+)$/);
  view = match ? { name: 'order', id: decodeURIComponent(match[1]) } : { name: 'board' };
  byId('board').hidden = view.name !== 'board';
  byId('order').hidden = view.name !== 'order';
  document.title = view.name === 'order' ? `${view.id} · Darkstore` : 'Darkstore console';
  delete latest.order;
  if (view.name === 'order') {
    order.clear(view.id);
    order.note('');
  }
  stream?.close();
  stream = new Stream({
    path: view.name === 'order' ? `/api/stream?order=${encodeURIComponent(view.id)}` : '/api/stream',
    headers,
    onEvent,
    onState,
    onRefused: askForToken,
  });
  Object.keys(latest).forEach((section) => changed.add(section));
  frame ||= requestAnimationFrame(show);
}

addEventListener('popstate', go);
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-view]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  history.pushState(null, '', link.getAttribute('href'));
  go();
  scrollTo(0, 0);
  byId('main').focus({ preventScroll: true });
});
byId('cancel').addEventListener('click', () => actions.cancel(view.id));

/* Search. */

async function find(text) {
  search = text;
  byId('clear-search').hidden = !text;
  say(byId('orders-title'), text ? `Orders that contain “${text}”` : 'Latest orders');
  if (!text) {
    if (latest.orders) board.showOrders(latest.orders, 'No order yet. Place one with the form.');
    return;
  }
  try {
    const found = await get(`/api/orders?text=${encodeURIComponent(text)}`);
    if (search !== text) return;
    if (found.orders.length === 0 && /^[\w.-]{1,64}$/.test(text)) {
      history.pushState(null, '', `/orders/${encodeURIComponent(text)}`);
      search = '';
      go();
      return;
    }
    board.showOrders(found, 'No order in memory contains this text.');
    announce(`${found.orders.length} orders found`);
  } catch (failure) {
    board.showOrders({ orders: [] }, failure.message);
  }
}

byId('search').addEventListener('submit', (event) => {
  event.preventDefault();
  if (view.name !== 'board') {
    history.pushState(null, '', '/');
    go();
  }
  find(byId('search-text').value.trim());
});
byId('clear-search').addEventListener('click', () => {
  byId('search-text').value = '';
  find('');
});

go();
