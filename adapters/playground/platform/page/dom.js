/**
 * Makes an element. Strings among the children become text, never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {(string | Node)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

/**
 * One of the drawings that the page holds (`icons.ts`). It says nothing that the words beside it do not say.
 * @param {string} name
 */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const drawing = document.createElementNS(space, 'svg');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(space, 'use');
  use.setAttribute('href', `#icon-${name}`);
  drawing.append(use);
  return drawing;
}

/**
 * @param {string} label
 * @param {string} className
 * @param {() => unknown} press
 */
export function button(label, className, press) {
  const made = element('button', className, label);
  made.type = 'button';
  made.addEventListener('click', () => void press());
  return made;
}

/**
 * What the page's own markup is known to hold.
 * @param {string} selector
 * @param {ParentNode} [within]
 */
export function find(selector, within) {
  return findOf(HTMLElement, selector, within);
}

/**
 * The same for one kind of element.
 * @template {HTMLElement} E
 * @param {new () => E} kind such as `HTMLSelectElement`
 * @param {string} selector
 * @param {ParentNode} within
 */
export function findOf(kind, selector, within = document) {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector} that is a ${kind.name}.`);
  return found;
}

/**
 * Gives the focus to the first of these keys (`data-key`) that is there: for what was drawn anew under somebody's hands.
 * @param {ParentNode} within
 * @param {(string | undefined)[]} keys
 * @returns {boolean} one of them was there
 */
export function focusOn(within, ...keys) {
  const known = keys.filter((key) => key !== undefined && key !== '');
  const next = known.map((key) => within.querySelector(`[data-key="${CSS.escape(String(key))}"]`)).find((one) => one !== null);
  if (next instanceof HTMLElement) next.focus();
  return next instanceof HTMLElement;
}

/** Nothing that can be seen has the focus: a browser takes it away from what is hidden only a moment later. */
export function isFocusLost() {
  const focused = document.activeElement;
  return focused === null || focused === document.body || focused.getClientRects().length === 0;
}

/**
 * Gives an element its children anew without touching those that stay, so that focus, selection and open details stay as well.
 * @param {Element} parent
 * @param {Element[]} children
 */
export function arrange(parent, children) {
  const staying = new Set(children);
  for (const gone of [...parent.children].filter((child) => !staying.has(child))) gone.remove();
  let next = parent.firstElementChild;
  for (const child of children) {
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
}

/**
 * Draws a state only when it is another than the last one.
 * @template T
 * @param {(state: T) => void} draw
 * @returns {(state: T) => boolean} it was drawn
 */
export function whenChanged(draw) {
  let drawn = '';
  return (state) => {
    const looks = JSON.stringify(state);
    if (looks === drawn) return false;
    drawn = looks;
    draw(state);
    return true;
  };
}

/**
 * A time of day, as everything on the page writes it.
 * @param {string} at ISO 8601
 * @param {Intl.DateTimeFormatOptions} more than hours and minutes
 */
export function clock(at, more = {}) {
  return new Date(at).toLocaleString('en-GB', { hour: '2-digit', minute: '2-digit', ...more });
}
