import { describe } from 'vitest';
import { type Act, type Actor, PARTS, SECRET } from '../acts.ts';
import { agentContract } from '../contract.ts';
import { answering, chunk, type Saying, startEndpoint } from '../openai/server.ts';
import { modelAt } from './models.ts';

const [first = '', second = '', third = ''] = PARTS;
const begun = (text: string): string => `{"kind":"answer","audience":"requester_only","text":"${text}`;

const ACTING: Record<Act, (released: Promise<void>) => Saying> = {
  streams: (released) => ({ text: [begun(first), second, released, third, '","sources":[]}'] }),
  fails: () => ({ status: 500, headers: { 'retry-after': '0' }, body: JSON.stringify({ error: { message: SECRET, type: SECRET } }) }),
  hangs: () => ({ text: [begun(first), new Promise(() => undefined)] }),
  huge: () => ({ text: [begun(''), ...Array.from({ length: 40 }, () => 'a'.repeat(50_000))] }),
  lies: () => answering('Yes.', { audience: 'everyone' }),
  twice: () => ({ ...(answering('Yes.') as { text: string[] }), after: chunk({ content: SECRET }, 'stop') }),
  late: (released) => ({ text: [begun(first), released, '","sources":[]}'] }),
};

async function acts(act: Act): Promise<Actor> {
  const released = Promise.withResolvers<void>();
  const { url } = await startEndpoint(() => ACTING[act](released.promise));
  return { agent: modelAt(url), release: async () => released.resolve() };
}

describe('the agent of the connector model', () => {
  agentContract({
    answerable: 'What is for lunch?',
    otherAnswerable: 'When is lunch?',
    unanswerable: 'What is the capital of Mongolia?',
    acts,
    waived: { 'that answers twice has given its first answer': 'two objects in one answer are no JSON, so it has failed' },
    async make() {
      const { url } = await startEndpoint((question) => {
        if (question === 'What is for lunch?') return answering('Soup.');
        if (question === 'When is lunch?') return answering('At noon.', { sources: [{ title: 'The clock', url: null }] });
        return answering('', { kind: 'nothing_found' });
      });
      return modelAt(url);
    },
  });
});
