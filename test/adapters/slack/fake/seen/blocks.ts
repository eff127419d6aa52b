import type { Fields } from '../fields.ts';
import { fieldsIn, isFields, listIn, textIn } from '../fields.ts';
import { joined, silent } from './live.ts';
import type { Names, Shown } from './live.ts';
import { showMrkdwn } from './mrkdwn.ts';
import { showRichText } from './rich-text.ts';

/** The blocks of a message or a view, one below the other, as somebody reads them; inputs show what was written in them. */
export function showBlocks(blocks: Fields[], names: Names, values: Map<string, string> = new Map()): Shown {
  const shown = blocks.map((block) => showBlock(block, names, values)).filter((one) => one.text !== '');
  return joined(shown, '\n');
}

function showBlock(block: Fields, names: Names, values: Map<string, string>): Shown {
  switch (block['type']) {
    case 'rich_text':
      return showRichText(block, names);
    case 'divider':
      return silent('———');
    case 'header':
      return showText(block['text'], names);
    case 'markdown':
      // Markdown of this block makes links of its own: shown as mrkdwn, whose bare addresses are live.
      return showMrkdwn(textIn(block, 'text'), names);
    case 'context':
      return joined(elements(block, names, values), '  ');
    case 'actions':
      return joined(elements(block, names, values), ' ');
    case 'image':
      return silent(`[image: ${textIn(block, 'alt_text')}]`);
    case 'input':
      return joined([showText(block['label'], names), showElement(block['element'], names, values), showText(block['hint'], names)], ' ');
    default: {
      const fields = listIn(block, 'fields').map((field) => showText(field, names));
      return joined(
        [showText(block['text'], names), ...fields, showElement(block['accessory'], names, values)].filter((one) => one.text !== ''),
        '\n',
      );
    }
  }
}

function elements(block: Fields, names: Names, values: Map<string, string>): Shown[] {
  return listIn(block, 'elements').map((element) => showElement(element, names, values));
}

/** A text object; nothing when there is none. `plain_text` is never live. */
function showText(value: unknown, names: Names): Shown {
  if (!isFields(value)) return silent('');
  return value['type'] === 'mrkdwn' ? showMrkdwn(textIn(value, 'text'), names, value['verbatim'] === true) : silent(textIn(value, 'text'));
}

function showElement(value: unknown, names: Names, values: Map<string, string>): Shown {
  if (!isFields(value)) return silent('');
  const written = values.get(textIn(value, 'action_id'));
  switch (value['type']) {
    case 'mrkdwn':
    case 'plain_text':
      return showText(value, names);
    case 'image':
      return silent(`[image: ${textIn(value, 'alt_text')}]`);
    case 'button': {
      const url = textIn(value, 'url');
      const label = `[${textIn(value['text'], 'text')}]`;
      return url === '' ? silent(label) : { text: `${label} (${url})`, live: [{ kind: 'link', value: url, label }] };
    }
    case 'plain_text_input':
      return silent(`[${written ?? textIn(value, 'initial_value')}]`);
    default: {
      const options = [...listIn(value, 'options'), ...listIn(value, 'option_groups').flatMap((group) => listIn(group, 'options'))];
      const labels = options.map((option) => textIn(fieldsIn(option, 'text'), 'text'));
      return silent(`[${labels.length > 0 ? labels.join(' / ') : textIn(fieldsIn(value, 'placeholder'), 'text')}]`);
    }
  }
}
