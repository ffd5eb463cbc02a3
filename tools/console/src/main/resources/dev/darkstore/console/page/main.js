import { byId, mark, say } from '/assets/dom.js';
import { PHASES, reason } from '/assets/format.js';
import { Stream } from '/assets/stream.js';
import { Charts } from '/assets/charts.js';
import { Actions } from '/assets/actions.js';
import { inAddress, Search } from '/assets/search.js';
import * as board from '/assets/board.js';
import * as letter from '/assets/letter.js';
import * as order from '/assets/order.js';

/** Keeps the latest state of each section and shows changes at the next frame. */

const TOKEN = 'darkstore.token';
const latest = {};
const changed = new Set();
let stream = null;
let charts = null;
let view = null;
let streamPath = null;
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
const search = new Search({ get, navigate, announce, status: () => latest.status });

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
  else if (view.name === 'order') showOrder(section);
  else if (section === 'status') showLetter();
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
      if (search.isActive()) search.refresh();
      else showLatest();
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

function showLatest() {
  board.showOrders(latest.orders, `No order yet.${mayWrite() ? ' Place one with the form.' : ''}`);
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
    if (view === wanted && !wanted.found) order.note(sentence(failure.message));
  }
}

/* One dead letter. */

async function loadLetter() {
  const wanted = view;
  try {
    const found = await get(`/api/dead-letters/${encodeURIComponent(wanted.id)}`);
    Object.assign(wanted, { letter: found, isShown: false });
  } catch (failure) {
    if (view === wanted) letter.note(sentence(failure.message));
  }
  if (view === wanted) showLetter();
}

function showLetter() {
  if (!view.letter || view.isShown || !latest.status) return;
  view.isShown = true;
  letter.show(view.letter, latest.status);
}

const sentence = (words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

setInterval(() => view?.name === 'order' && order.redraw(now()), 250);
addEventListener('resize', () => view?.name === 'order' && order.redraw(now()));

/* Navigation. */

function viewInAddress() {
  const match = location.pathname.match(/^\/(orders|dead-letters)\/([^/]+)$/);
  if (!match) return { name: 'board', title: 'Darkstore console' };
  const id = decodeURIComponent(match[2]);
  return match[1] === 'orders' ? { name: 'order', id, title: `${id} · Darkstore` } : { name: 'letter', id, title: `Dead letter ${id} · Darkstore` };
}

/** Shows what the address names. */
function go() {
  const next = viewInAddress();
  if (next.name !== view?.name || next.id !== view?.id) open(next);
  const query = inAddress();
  search.fillForm(query);
  if (view.name !== 'board') {
    search.stop();
    byId('back').setAttribute('href', board.boardLink(query));
    say(byId('back'), `${query}` ? 'Orders found' : 'All orders');
    return;
  }
  search.run(query);
  if (!search.isActive() && latest.orders) showLatest();
}

function open(next) {
  view = next;
  for (const name of ['board', 'order', 'letter']) byId(name).hidden = view.name !== name;
  document.title = view.title;
  delete latest.order;
  if (view.name === 'order') {
    order.clear(view.id);
    order.note('');
  }
  if (view.name === 'letter') {
    letter.clear(view.id);
    loadLetter();
  }
  connect(view.name === 'order' ? `/api/stream?order=${encodeURIComponent(view.id)}` : '/api/stream');
  Object.keys(latest).forEach((section) => changed.add(section));
  frame ||= requestAnimationFrame(show);
}

function connect(path) {
  if (path === streamPath) return;
  streamPath = path;
  stream?.close();
  stream = new Stream({ path, headers, onEvent, onState, onRefused: askForToken });
}

function navigate(href) {
  history[href === location.pathname + location.search ? 'replaceState' : 'pushState'](null, '', href);
  go();
}

addEventListener('popstate', go);
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-view]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  navigate(link.getAttribute('href'));
  scrollTo(0, 0);
  byId(search.isActive() ? 'orders-title' : 'main').focus({ preventScroll: true });
});
byId('cancel').addEventListener('click', () => actions.cancel(view.id));
byId('resend').addEventListener('click', async () => {
  if (await actions.resend(view.id)) loadLetter();
});

go();
