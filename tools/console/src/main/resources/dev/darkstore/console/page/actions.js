import { byId, el, keep, mark, say } from '/assets/dom.js';

/** Forms: requests of customers, the back office and the agents' app, and control of participants. */

const LINES_MAX = 100;

export class Actions {
  constructor({ headers, onToken, announce, follow }) {
    Object.assign(this, { headers, onToken, announce, follow });
    this.stores = [];
    this.zones = [];
    this.addLine();
    byId('add-line').addEventListener('click', () => this.addLine());
    this.form('place', (form) => this.place(form));
    this.form('restock', (form) => this.restock(form));
    this.form('agent', (form, button) => this.agent(form, button));
    byId('place').elements.store.addEventListener('change', () => this.fillSkus());
  }

  form(name, action) {
    byId(name).addEventListener('submit', async (event) => {
      event.preventDefault();
      const form = event.currentTarget;
      const result = byId(`${name}-result`);
      const buttons = form.querySelectorAll('button[type=submit]');
      result.replaceChildren();
      buttons.forEach((button) => (button.disabled = true));
      try {
        await action(form.elements, event.submitter);
      } catch (failure) {
        this.refuse(result, failure.message);
      } finally {
        buttons.forEach((button) => (button.disabled = false));
      }
    });
  }

  refuse(result, words) {
    result.dataset.kind = 'bad';
    say(result, words);
    this.announce(words);
  }

  agree(result, words, ...more) {
    result.dataset.kind = 'good';
    result.replaceChildren(words, ...more);
    this.announce(words);
  }

  /** Sends a record or another request; fails with the reason as text. */
  async post(path, body) {
    let response;
    try {
      response = await fetch(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...this.headers() },
        body: JSON.stringify(body),
      });
    } catch {
      throw new Error('the console does not reply');
    }
    if (response.status === 401) {
      await this.onToken();
      return this.post(path, body);
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.error ?? `refused with status ${response.status}`);
    return answer;
  }

  async place({ store, zone, customer, order }) {
    const lines = [...byId('place-lines').children].map((line) => ({
      sku: line.querySelector('select').value,
      quantity: whole(line.querySelector('input').value, 'the quantity'),
    }));
    const orderId = order.value.trim() || madeUp('web');
    await this.post('/api/records/orders', {
      type: 'PlaceOrder',
      orderId,
      customerId: customer.value.trim(),
      storeId: store.value,
      zoneId: zone.value,
      lines,
    });
    order.value = '';
    this.follow(orderId);
    this.agree(byId('place-result'), 'Sent as ', el('a', { href: `/orders/${encodeURIComponent(orderId)}`, data: { view: 'order' } }, orderId), '.');
  }

  async restock({ store, sku, quantity }) {
    await this.post('/api/records/stock-updates', {
      type: 'StockReceived',
      storeId: store.value.trim(),
      updateId: madeUp('web'),
      lines: [{ sku: sku.value.trim(), quantity: whole(quantity.value, 'the quantity') }],
    });
    this.agree(byId('restock-result'), `${quantity.value} × ${sku.value} sent to ${store.value}.`);
  }

  async agent({ zone, agent }, button) {
    const type = button?.value ?? 'AgentOnline';
    await this.post('/api/records/agent-updates', {
      type,
      zoneId: zone.value.trim(),
      updateId: madeUp('web'),
      agentId: agent.value.trim(),
    });
    this.agree(byId('agent-result'), `${agent.value} goes ${type === 'AgentOnline' ? 'online' : 'offline'} in ${zone.value}.`);
  }

  /** Reports an order as delivered; the agent is free after it. */
  async delivered(zoneId, agentId, orderId, button) {
    button.disabled = true;
    try {
      await this.post('/api/records/agent-updates', { type: 'DeliveryCompleted', zoneId, agentId, updateId: madeUp('web'), orderId });
      this.announce(`Order ${orderId} reported as delivered by ${agentId}`);
    } catch (failure) {
      this.announce(failure.message);
    } finally {
      button.disabled = false;
    }
  }

  /** Sends a dead letter again; returns true if it was sent. */
  async resend(letterId) {
    byId('resend').disabled = true;
    byId('resend-result').replaceChildren();
    try {
      await this.post(`/api/dead-letters/${letterId}/resend`, {});
      this.announce(`Dead letter ${letterId} sent again`);
      return true;
    } catch (failure) {
      this.refuse(byId('resend-result'), failure.message);
      return false;
    } finally {
      byId('resend').disabled = false;
    }
  }

  async cancel(orderId) {
    const result = byId('cancel-result');
    try {
      await this.post('/api/records/orders', { type: 'CancelOrder', orderId });
      this.agree(result, 'Cancellation sent; the reply appears on the timeline.');
    } catch (failure) {
      this.refuse(result, failure.message);
    }
  }

  addLine() {
    const lines = byId('place-lines');
    if (lines.children.length >= LINES_MAX) return;
    const line = el('div', { class: 'line' },
      el('select', { 'aria-label': 'Sku', required: true }),
      el('input', { type: 'number', min: 1, max: 1000, value: 1, 'aria-label': 'Quantity', required: true }),
      el('button', { type: 'button', class: 'quiet', 'aria-label': 'Remove this line', onclick: () => this.removeLine(line) }, '×'));
    lines.append(line);
    this.fillSkus();
  }

  removeLine(line) {
    if (byId('place-lines').children.length === 1) return;
    line.remove();
    byId('add-line').focus();
  }

  /** Offers the known stores, skus, zones and agents. */
  offerStores(stores) {
    this.stores = stores;
    options(byId('place').elements.store, stores.map((store) => store.id));
    options(byId('stores'), stores.map((store) => store.id));
    options(byId('skus'), [...new Set(stores.flatMap((store) => store.skus.map((sku) => sku.sku)))].sort());
    this.fillSkus();
  }

  offerZones(zones) {
    this.zones = zones;
    options(byId('place').elements.zone, zones.map((zone) => zone.id));
    options(byId('zones'), zones.map((zone) => zone.id));
    options(byId('agent-ids'), [...new Set(zones.flatMap((zone) => zone.agents.map((agent) => agent.id)))].sort());
  }

  fillSkus() {
    const chosen = byId('place').elements.store.value;
    const skus = this.stores.find((store) => store.id === chosen)?.skus.map((sku) => sku.sku) ?? [];
    [...byId('place-lines').children].forEach((line, index) => {
      const select = line.querySelector('select');
      const isNew = select.options.length === 0;
      options(select, skus);
      if (isNew && skus.length > 0) select.value = skus[index % skus.length];
    });
  }

  showParticipants({ participants }) {
    byId('participants-card').hidden = participants.length === 0;
    keep(
      byId('participants'),
      participants,
      (one) => one.name,
      (one) =>
        el('li', { class: 'participant' },
          el('span', { class: 'participant-name' }, one.name),
          el('span', { class: 'participant-state' }),
          el('button', { type: 'button', onclick: (event) => this.toggle(one.name, event.currentTarget) })),
      (row, one) => {
        mark(row, 'state', one.state);
        say(row.children[1], one.failure ?? one.state);
        const button = row.children[2];
        const runs = one.state === 'running' || one.state === 'stopping';
        say(button, `${runs ? 'Stop' : 'Start'} ${one.name}`);
        button.value = runs ? 'stop' : 'start';
        button.disabled = one.state === 'stopping' || one.state === 'starting';
      },
    );
  }

  async toggle(name, button) {
    button.disabled = true;
    try {
      await this.post(`/api/participants/${encodeURIComponent(name)}/${button.value}`, {});
      this.announce(`${name}: ${button.value} requested`);
    } catch (failure) {
      this.announce(failure.message);
    }
  }
}

/** Sets a list's options, and keeps the selection. */
function options(list, values) {
  if (list.filled === values.join('\n')) return;
  list.filled = values.join('\n');
  const chosen = list.value;
  list.replaceChildren(...values.map((value) => el('option', { value }, list.tagName === 'SELECT' ? value : null)));
  if (values.includes(chosen)) list.value = chosen;
}

function whole(text, what) {
  const number = Number(text);
  if (!Number.isInteger(number)) throw new Error(`${what} must be a whole number`);
  return number;
}

/** Works without a secure context, where randomUUID is missing. */
function madeUp(prefix) {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return `${prefix}-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
