/** Components, legacy and of the second version, as a person sees them. */
import type { Fields } from '../fields.ts';
import { isFields, listIn, textIn } from '../fields.ts';
import type { Live, Names } from './content.ts';
import { show } from './content.ts';

export interface SeenButton {
  /** Empty on a button that is a link. */
  custom_id: string;
  label: string;
  style: 'primary' | 'secondary' | 'success' | 'danger' | 'link' | 'premium' | 'menu';
  disabled: boolean;
  url: string | null;
}

export const TYPES = {
  row: 1,
  button: 2,
  textInput: 4,
  section: 9,
  textDisplay: 10,
  separator: 14,
  container: 17,
  label: 18,
} as const;

const STYLES = ['primary', 'secondary', 'success', 'danger', 'link', 'premium'] as const;

/** All components, each before those within it. */
export function flat(components: unknown[]): Fields[] {
  return components.filter(isFields).flatMap((one) => {
    const inner = [...listIn(one, 'components'), one['component'], one['accessory']];
    return [one, ...flat(inner)];
  });
}

export function buttonsIn(components: unknown[]): SeenButton[] {
  return flat(components)
    .filter(({ type }) => typeof type === 'number' && [2, 3, 5, 6, 7, 8].includes(type))
    .map((one) => ({
      custom_id: textIn(one, 'custom_id'),
      label: textIn(one, 'label') || textIn(one, 'placeholder'),
      style: one['type'] === TYPES.button ? (STYLES[Number(one['style']) - 1] ?? 'secondary') : 'menu',
      disabled: one['disabled'] === true,
      url: typeof one['url'] === 'string' ? one['url'] : null,
    }));
}

/** The words of the text displays, each a line of its own. */
export function textsIn(components: unknown[], names: Names): { text: string; live: Live[] } {
  const shown = flat(components)
    .filter((one) => one['type'] === TYPES.textDisplay)
    .map((one) => show(textIn(one, 'content'), names));
  return { text: shown.map((one) => one.text).join('\n'), live: shown.flatMap((one) => one.live) };
}

/** Everything in a message that is read as Markdown, in which mentions count. */
export function contentsOf(content: string, components: unknown[]): string[] {
  const texts = flat(components)
    .filter((one) => one['type'] === TYPES.textDisplay)
    .map((one) => textIn(one, 'content'));
  return [content, ...texts];
}
