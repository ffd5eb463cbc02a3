/** Creates elements; text is always inserted as text, never as HTML. */

export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'class') element.className = value ?? '';
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Sets the text if it differs: unchanged elements need no new layout. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function mark(element, name, value) {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}

/**
 * Synchronizes the children with the items: keeps existing ones by key, in the items' order, so that
 * focus and selection are preserved. With `reuse`, the child of a removed item is reused for a new
 * one, which is cheaper than creating one; its update must then set everything.
 */
export function keep(parent, items, keyOf, create, update, reuse = false) {
  const known = parent.kept ?? (parent.kept = new Map());
  const wanted = new Map(items.map((item) => [keyOf(item), item]));
  const spare = [];
  for (const [key, child] of known) {
    if (wanted.has(key)) continue;
    known.delete(key);
    if (reuse && !child.contains(document.activeElement)) spare.push(child);
    else child.remove();
  }
  let next = parent.firstElementChild;
  for (const [key, item] of wanted) {
    let child = known.get(key);
    if (!child) {
      child = spare.pop() ?? create(item);
      known.set(key, child);
    }
    update(child, item);
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
  spare.forEach((child) => child.remove());
}
