import { byId, el, keep, mark, say } from '/assets/dom.js';
import { orderLink } from '/assets/board.js';
import { date, indented } from '/assets/format.js';

/** Page of one dead letter. */

export function clear(id) {
  say(byId('letter-id'), `Dead letter ${id}`);
  say(byId('letter-words'), '');
  say(byId('resend-result'), '');
  byId('letter-state').hidden = true;
  byId('letter-body').hidden = true;
  byId('letter-facts').replaceChildren();
  note('');
}

export function note(words) {
  byId('letter-note').hidden = !words;
  say(byId('letter-note'), words);
}

export function show(letter, { servers, readOnly }) {
  note('');
  byId('letter-state').hidden = false;
  say(byId('letter-state'), letter.resentAs ? 'Sent again' : 'Not sent again');
  mark(byId('letter-state'), 'phase', letter.resentAs ? 'PLACED' : 'DEAD_LETTER');
  say(byId('letter-words'), [letter.reason, letter.detail].filter(Boolean).join(': '));
  byId('letter-body').hidden = false;
  facts(letter);
  say(byId('letter-content'), indented(letter.content));
  keep(byId('letter-headers'), letter.headers.map((header, index) => ({ ...header, index })), ({ index }) => index,
    ({ name, value }) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, value)), () => {});
  byId('headers-more').hidden = letter.headersOmitted === 0;
  say(byId('headers-more'), `and ${letter.headersOmitted} more headers`);
  resending(letter, servers, readOnly);
}

function facts(letter) {
  const order = letter.order ? el('a', { href: orderLink(letter.order), data: { view: 'order' } }, letter.order) : '–';
  const all = { Written: date(letter.at), Source: letter.source, Key: letter.key, Order: order };
  byId('letter-facts').replaceChildren(...Object.entries(all).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

function resending(letter, servers, readOnly) {
  const isPossible = !letter.resentAs && !letter.obstacle;
  const isCorrectable = !letter.resentAs && letter.correctable;
  say(byId('resend-words'), resendWords(letter, isCorrectable));
  byId('resend').hidden = !isPossible || readOnly;
  byId('resend-by-command').hidden = !isPossible && !isCorrectable;
  say(byId('resend-command-words'), isPossible ? 'The same from the command line:' : 'A corrected record can be sent instead, from the command line:');
  say(byId('resend-command'), `./darkstore dead-letters resend ${letter.id}${isPossible ? '' : ' --value FILE'} --bootstrap-server ${servers}`);
}

function resendWords(letter, isCorrectable) {
  if (letter.resentAs) return `It was sent again as ${letter.resentAs} by ${letter.resentBy}.`;
  if (letter.obstacle) return `It cannot be sent again${isCorrectable ? ' unchanged' : ''}: ${letter.obstacle}.`;
  return 'Its content is valid. It is sent to its source topic as the client sent it, at most once; if the cause remains, it becomes another dead letter.';
}
