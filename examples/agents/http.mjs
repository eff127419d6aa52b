// An agent at an address: a signed POST in, events out. docs/agents.md says what is in them.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = Buffer.from(process.env.FAQ_SECRET.replace('whsec_', ''), 'base64');

/** https://www.standardwebhooks.com: over id, time and body; what is older than five minutes is somebody's copy. */
function isSigned({ 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': given = '' }, body) {
  const right = Buffer.from(`v1,${createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')}`);
  const isRecent = Math.abs(Date.now() / 1000 - Number(seconds)) < 300;
  return isRecent && given.split(' ').some((one) => one.length === right.length && timingSafeEqual(Buffer.from(one), right));
}

createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  if (!isSigned(request.headers, body)) return response.writeHead(401).end();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const say = (event, data) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const { question, max_characters: most } = JSON.parse(body);
  const isMany = /\bmuch|many\b/i.test(question);
  const text = /\bholiday/i.test(question) ? (isMany ? 'Everybody has **30 days** a year.' : 'Ask two weeks before, in the calendar.') : '';
  if (text !== '') say('progress', { text: text.slice(0, 10) });
  const sources = text === '' ? [] : [{ title: 'The house rules', url: 'https://example.com/rules' }];
  say('answer', { kind: text === '' ? 'nothing_found' : 'answer', audience: 'requester_only', text: text.slice(0, most), sources });
  response.end();
}).listen(process.env.PORT ?? 8100, '127.0.0.1', function () {
  console.log(`listening on http://127.0.0.1:${this.address().port}`);
});
