#!/usr/bin/env node
// An agent that calls Countersign: a person gave it a code by `/countersign connect`, and it hands in one answer for them.
import { randomUUID } from 'node:crypto';

const { COUNTERSIGN_URL, COUNTERSIGN_SECRET } = process.env;
const [code = ''] = process.argv.slice(2);

async function call(method, path, { body, ...headers } = {}) {
  const response = await fetch(COUNTERSIGN_URL + path, {
    method,
    headers: { authorization: `Bearer ${COUNTERSIGN_SECRET}`, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const said = await response.json();
  if (!response.ok) throw new Error(`${said.code}: ${said.detail}`);
  return said;
}

const { grant, request } = await call('POST', '/v1/grants', { body: { code } });
const { question } = await call('GET', `/v1/requests/${request}`, { 'countersign-grant': grant });
const text = /coffee/i.test(question) ? 'The machine is descaled on **Mondays**.' : 'I do not know. Ask me about coffee.';
const draft = await call('POST', '/v1/drafts', {
  'countersign-grant': grant,
  'idempotency-key': randomUUID(),
  body: { kind: 'answer', audience: 'requester_only', text, sources: [{ title: 'The house rules' }] },
});
console.log(`${draft.id} is ${draft.state}`);
