import { button } from './dom.js';

/** In pixels: closer to the end than this is at the end. */
const NEAR = 24;

/**
 * Where in a list somebody reads. It stays at the newest message, whatever grows or shrinks around it, until the person scrolls away;
 * then a button says that something new is below.
 * @param {HTMLElement} box scrolls; on a very low page, the page itself does
 * @param {HTMLElement} list
 */
export function createPlace(box, list) {
  let isPinned = true;
  /** Where it was scrolled to last from here: what is elsewhere, the person chose. */
  let ours = 0;
  /** @type {HTMLElement | null} the newest message when it was last looked at, and how far the person has read on in it */
  let last = null;
  let readOn = 0;
  /** @type {HTMLElement | null} what came out of sight and was not looked at yet */
  let unseen = null;
  const chip = button('', 'chip', () => {
    const item = unseen;
    if (!item?.isConnected) return toNewest();
    bringIntoSight(item);
    item.focus({ preventScroll: true });
    seen();
  });
  chip.hidden = true;
  box.after(chip);

  // Where there is nothing to scroll, it is no stop on anybody's way.
  const sizes = new ResizeObserver(() => {
    box.tabIndex = isScrolled(box) ? 0 : -1;
    keep();
  });
  for (const one of [box, list]) sizes.observe(one);
  box.addEventListener('scroll', () => {
    if (Math.abs(box.scrollTop - ours) <= 1) return;
    ours = box.scrollTop;
    isPinned = box.scrollTop >= atNewest() - NEAR;
    readOn = Math.max(0, box.scrollTop - atNewest());
    look();
  });
  addEventListener('scroll', look);

  function newest() {
    const item = list.lastElementChild;
    return item instanceof HTMLElement && item.getClientRects().length > 0 ? item : null;
  }

  /** The beginning of the newest message where it is higher than the box: people read from the top. Else the end. */
  function atNewest() {
    const end = box.scrollHeight - box.clientHeight;
    const item = newest();
    if (!item) return end;
    return Math.min(end, box.scrollTop + item.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientTop);
  }

  /** Whoever reads on within a high message is left there, and whoever stands on a button, too. */
  function keep() {
    // What the browser does by itself to keep other lines in place is not what the person wants here.
    box.style.overflowAnchor = isPinned ? 'none' : '';
    if (!isPinned || !isScrolled(box) || list.querySelector(':focus-visible') !== null) return;
    if (newest() !== last) readOn = 0;
    last = newest();
    scrollTo(atNewest() + readOn);
  }

  /** @param {number} to */
  function scrollTo(to) {
    box.scrollTop = to;
    ours = box.scrollTop;
  }

  function toNewest() {
    isPinned = true;
    const item = newest();
    readOn = 0;
    last = item;
    if (isScrolled(box)) scrollTo(atNewest());
    else if (item) bringIntoSight(item);
    seen();
  }

  function seen() {
    unseen = null;
    look();
  }

  /** Says where the new one is, until it has been in sight. */
  function look() {
    const side = unseen?.isConnected ? outOfSight(unseen, box) : null;
    if (side === null) unseen = null;
    chip.hidden = side === null;
    chip.textContent = side === null ? '' : `New ${side}`;
  }

  return {
    keep,
    toNewest,
    /** @param {HTMLElement[]} fresh what is new in the list */
    heed(fresh) {
      const item = fresh.at(-1);
      const wasInSight = !isScrolled(box) && item === newest() && isNearSight(item?.previousElementSibling ?? null);
      if (isScrolled(box)) keep();
      else if (item && wasInSight) bringIntoSight(item);
      unseen = item ?? unseen;
      look();
    },
  };
}

/**
 * What came of a press, or a message, where it is out of sight. Not by `scrollIntoView`, which also moves the place from which Tab goes
 * on when nothing has the focus.
 * @param {HTMLElement} item
 */
export function bringIntoSight(item) {
  const box = item.closest('.scroll');
  const scrolls = box !== null && isScrolled(box);
  const { top, bottom } = scrolls ? box.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  const inner = item.getBoundingClientRect();
  const above = inner.top - top - (scrolls ? 0 : parseFloat(getComputedStyle(item).scrollMarginTop));
  const by = above < 0 || inner.height > bottom - top ? above : Math.max(0, inner.bottom - bottom);
  if (by !== 0) (scrolls ? box : window).scrollBy(0, by);
}

/** @param {Element} box */
function isScrolled(box) {
  return box.scrollHeight > box.clientHeight;
}

/** @param {Element | null} item on a page that scrolls as a whole */
function isNearSight(item) {
  return item === null || (item.getBoundingClientRect().top < innerHeight && item.getBoundingClientRect().bottom > 0);
}

/**
 * @param {HTMLElement} item
 * @param {HTMLElement} box
 * @returns {'above' | 'below' | null} null also where its list is not shown at all
 */
function outOfSight(item, box) {
  if (item.getClientRects().length === 0) return null;
  const { top, bottom } = isScrolled(box) ? box.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  const inner = item.getBoundingClientRect();
  if (inner.top >= bottom - NEAR) return 'below';
  return inner.bottom <= top + NEAR ? 'above' : null;
}
