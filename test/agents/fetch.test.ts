import { expect, test } from 'vitest';
import { createFetch } from '../../src/agents/fetch.ts';
import { serving } from './serving.ts';

const who = 'The model’s address';

test('what packages fetch with reaches one host, follows nobody elsewhere, and streams', async () => {
  const gate = Promise.withResolvers<void>();
  const url = new URL(
    await serving((request, response) => {
      if (request.url === '/away') return void response.writeHead(302, { location: '/' }).end();
      if (request.url === '/none') return void response.writeHead(204).end();
      if (request.url === '/odd') return void response.writeHead(999).end();
      response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).write('one');
      void gate.promise.then(() => response.end('two'));
    }),
  );
  const fetched = createFetch({ url, mayBePrivate: true, who });
  await expect(fetched('http://127.0.0.1:1/')).rejects.toThrow(`${who} sends us to another host, which the rules do not name.`);
  await expect(fetched(new URL('/odd', url))).rejects.toThrow(`${who} answered with status 999.`);
  const [away, none] = [await fetched(new URL('/away', url)), await fetched(new Request(new URL('/none', url)))];
  expect([away.status, away.redirected, none.status, none.body]).toEqual([302, false, 204, null]);
  const response = await fetched(url);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  const reader = response.body?.getReader();
  // The first piece is there before the second is sent.
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('one');
  gate.resolve();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('two');
});

test('what nobody reads on is hung up', async () => {
  const closed = Promise.withResolvers<void>();
  const url = new URL(
    await serving((request, response) => {
      request.socket.on('close', () => closed.resolve());
      response.writeHead(200).write('one');
    }),
  );
  const response = await createFetch({ url, mayBePrivate: true, who })(url);
  await response.body?.cancel();
  await closed.promise;
  expect(response.status).toBe(200);
});
