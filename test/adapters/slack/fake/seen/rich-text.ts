import type { Fields } from '../fields.ts';
import { isFields, listIn, textIn } from '../fields.ts';
import { joined, link, mention, silent } from './live.ts';
import type { Names, Shown } from './live.ts';

/** A `rich_text` block as text. Its `text` elements are shown as they are: nothing in them is live. */
export function showRichText(block: Fields, names: Names): Shown {
  return joined(
    listIn(block, 'elements')
      .filter(isFields)
      .map((element) => showPart(element, names)),
    '\n',
  );
}

function showPart(part: Fields, names: Names): Shown {
  const elements = listIn(part, 'elements').filter(isFields);
  switch (part['type']) {
    case 'rich_text_list': {
      const first = typeof part['offset'] === 'number' ? part['offset'] + 1 : 1;
      const indent = '  '.repeat(Number(part['indent'] ?? 0));
      const items = elements.map((item, index) => {
        const mark = part['style'] === 'ordered' ? `${first + index}. ` : '• ';
        return prefixed(showPart(item, names), indent + mark);
      });
      return joined(items, '\n');
    }
    case 'rich_text_quote': {
      const inside = inlines(elements, names);
      return { ...inside, text: inside.text.replace(/^/gm, '| ') };
    }
    default:
      return inlines(elements, names);
  }
}

function prefixed(shown: Shown, mark: string): Shown {
  return { ...shown, text: mark + shown.text };
}

function inlines(elements: Fields[], names: Names): Shown {
  return joined(
    elements.map((element) => inline(element, names)),
    '',
  );
}

function inline(element: Fields, names: Names): Shown {
  switch (element['type']) {
    case 'link':
      return link(textIn(element, 'url'), typeof element['text'] === 'string' ? element['text'] : undefined);
    case 'user':
      return mention('mention', textIn(element, 'user_id'), names);
    case 'usergroup':
      return mention('usergroup', textIn(element, 'usergroup_id'), names);
    case 'channel':
      return mention('channel', textIn(element, 'channel_id'), names);
    case 'broadcast':
      return mention('broadcast', textIn(element, 'range'), names);
    case 'emoji':
      return silent(`:${textIn(element, 'name')}:`);
    case 'color':
      return silent(textIn(element, 'value'));
    case 'team':
      return silent(textIn(element, 'team_id'));
    case 'date': {
      const [shown, url] = [textIn(element, 'fallback') || textIn(element, 'format'), textIn(element, 'url')];
      return url === '' ? silent(shown) : link(url, shown);
    }
    default:
      return silent(textIn(element, 'text'));
  }
}
