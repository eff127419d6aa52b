import { onTestFinished } from 'vitest';
import { type Clicked, personId } from './chat.ts';
import type { Company } from './company.ts';

/** Everything that one person's keyboard, screen and event stream ever got, as bytes. */
export interface Ear {
  /** Looks at everything that there is to see now. */
  look(): Promise<void>;
  /** Presses whatever button; what is answered is heard, too. */
  press(message: string, action: string): Promise<Clicked>;
  /** The first piece of 20 characters of `secret` that was heard; null when there is none. `known` may be heard. */
  heard(secret: string, known?: string): string | null;
  /** Resolves when the stream has told of this message. */
  told(message: string): Promise<void>;
}

const WINDOW = 20;

export async function openEar(company: Company, person: string): Promise<Ear> {
  let bytes = '';
  let wake = Promise.withResolvers<void>();
  const closing = new AbortController();
  const { body } = await fetch(`${company.url}/playground/api/events?person=${encodeURIComponent(personId(person))}`, {
    signal: closing.signal,
  });
  const listening = listen();
  onTestFinished(async () => {
    closing.abort();
    await listening;
  });

  async function listen(): Promise<void> {
    try {
      for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
        bytes += chunk;
        wake.resolve();
        wake = Promise.withResolvers();
      }
    } catch (error) {
      if (!closing.signal.aborted) throw error;
    }
  }

  return {
    async look() {
      const response = await fetch(`${company.url}/playground/api/view?person=${encodeURIComponent(personId(person))}`);
      bytes += await response.text();
    },
    async press(message, action) {
      const clicked = await company.click(person, message, action, 'let me see');
      bytes += JSON.stringify(clicked);
      return clicked;
    },
    heard(secret, known = '') {
      const texts = [bytes, unquoted(bytes)];
      return windowsOf(secret).find((window) => !known.includes(window) && texts.some((text) => text.includes(window))) ?? null;
    },
    async told(message) {
      while (!bytes.includes(`"id":"${message}"`)) await wake.promise;
    },
  };
}

/** JSON writes line breaks and quotation marks in another way than the text has them. */
function unquoted(json: string): string {
  return json.replaceAll('\\n', '\n').replaceAll('\\"', '"').replaceAll('\\\\', '\\');
}

function windowsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - WINDOW + 1) }, (_, at) => text.slice(at, at + WINDOW));
}
