import { html, raw } from 'hono/html';

/** Drawings on a grid of 16, in the colour of the words beside them. No font and no file is needed for them. */
const DRAWINGS = {
  mark: '<path d="M8 1.5 13.5 4v4c0 3.2-2.2 5.4-5.5 6.5C4.7 13.4 2.5 11.2 2.5 8V4z"/><path d="m5.5 8 1.8 1.8L10.7 6.3"/>',
  lock: '<rect x="3.5" y="7" width="9" height="6.5" rx="1.5"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>',
  steps: '<path d="M2.5 13h3.500V9.500h3.500V6H13V2.500"/>',
  check: '<path d="m3 8.5 3.2 3L13 4.5"/>',
  reply: '<path d="M6.5 4 3 7.5 6.5 11"/><path d="M3 7.500h6a4 4 0 0 1 4 4V12"/>',
  close: '<path d="m4 4 8 8M12 4l-8 8"/>',
  operator:
    '<path d="M3 4.500h5.500M11.500 4.500H13M3 8h1.500M7.500 8H13M3 11.500h6.500M12.500 11.500h.5"/><circle cx="10" cy="4.500" r="1.500"/><circle cx="6" cy="8" r="1.500"/><circle cx="11" cy="11.500" r="1.500"/>',
  people:
    '<circle cx="5.5" cy="5.5" r="2.2"/><circle cx="11" cy="6" r="1.8"/><path d="M1.5 13c.3-2.5 1.8-3.8 4-3.800s3.7 1.3 4 3.800M10.5 9.500c2.3-.3 3.7 1 4 3.5"/>',
};

/** Once in the page; `<use href="#icon-lock">` draws one. */
export function icons() {
  const symbols = Object.entries(DRAWINGS).map(([name, drawing]) => `<symbol id="icon-${name}" viewBox="0 0 16 16">${drawing}</symbol>`);
  return html`<svg class="hidden" aria-hidden="true" focusable="false">${raw(symbols.join(''))}</svg>`;
}
