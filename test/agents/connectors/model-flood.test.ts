import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { callModel } from '../../../src/agents/connectors/model/call.ts';

const piece = (content: string): string => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

test('of an answer that comes letter by letter, what has come before is not read again with each of them', async () => {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const letters = Array.from({ length: 1_500 }, () => piece('b')).join('');
    const end = `data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`;
    response.end(`${piece(`{"text":"${'a'.repeat(100_000)}`)}${letters}${end}`);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  let parsed = 0;
  const parse = JSON.parse;
  JSON.parse = (text: string, ...more) => {
    parsed += text.length;
    return parse(text, ...more) as unknown;
  };
  onTestFinished(() => void (JSON.parse = parse));
  let heard = 0;
  const said = await callModel(
    {
      url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`),
      model: 'm',
      key: null,
      mayBePrivate: true,
      tokens: { most: 2_000, as: 'max_tokens' },
      responseFormat: 'json_schema',
    },
    {
      system: 's',
      messages: [{ role: 'user', content: 'q' }],
      tools: {},
      isLast: true,
      signal: new AbortController().signal,
      mayGoOn: () => Promise.resolve(),
      hear: async () => void (heard += 1),
    },
  );
  expect(said.text.length).toBe(100_000 + '{"text":"'.length + 1_500);
  expect(heard).toBe(1_501);
  // Each letter with all that came before it would be 150 million characters, and no timer fires meanwhile.
  expect(parsed).toBeLessThan(10_000_000);
});
