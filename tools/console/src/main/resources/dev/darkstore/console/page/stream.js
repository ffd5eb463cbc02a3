/**
 * Server-sent events over fetch, so that requests can carry a token. Reconnects automatically; every
 * connection begins with the complete state, so no event is missed.
 */

const SILENCE_MAX = 15_000;
const PAUSE_MIN = 500;
const PAUSE_MAX = 8_000;

export class Stream {
  constructor({ path, headers, onEvent, onState, onRefused }) {
    Object.assign(this, { path, headers, onEvent, onState, onRefused });
    this.run();
  }

  close() {
    this.closed = true;
    this.abort?.abort();
  }

  async run() {
    let pause = PAUSE_MIN;
    while (!this.closed) {
      try {
        await this.read(() => (pause = PAUSE_MIN));
      } catch (failure) {
        if (this.closed) return;
        if (failure.status === 401) {
          await this.onRefused();
          continue;
        }
      }
      if (this.closed) return;
      this.onState('lost');
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(PAUSE_MAX, pause * 2);
    }
  }

  async read(onOpen) {
    this.abort = new AbortController();
    const response = await fetch(this.path, {
      headers: { Accept: 'text/event-stream', ...this.headers() },
      signal: this.abort.signal,
      cache: 'no-store',
    });
    if (!response.ok) throw Object.assign(new Error('refused'), { status: response.status });
    this.onState('open');
    onOpen();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const watchdog = setTimeout(() => this.abort.abort(), SILENCE_MAX);
      const { value, done } = await reader.read().finally(() => clearTimeout(watchdog));
      if (done) return;
      const messages = (rest + value).split('\n\n');
      rest = messages.pop();
      messages.forEach((message) => this.dispatch(message));
    }
  }

  dispatch(message) {
    let name = 'message';
    const data = [];
    for (const line of message.split('\n')) {
      if (line.startsWith('event:')) name = line.slice(6).trim();
      else if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
    }
    if (data.length > 0 && !this.closed) this.onEvent(name, JSON.parse(data.join('\n')));
  }
}
