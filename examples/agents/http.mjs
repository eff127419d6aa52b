// An agent at an address: a signed POST in, JSON out. docs/agents.md says what is in them.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = Buffer.from(process.env.FAQ_SECRET.replace('whsec_', ''), 'base64');

/** https://www.standardwebhooks.com: over id, time and body; what is older than five minutes is somebody's copy. */
function isSigned({ 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': given = '' }, body) {
  const right = Buffer.from(`v1,${createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')}`);
  const isRecent = Math.abs(Date.now() / 1000 - Number(seconds)) < 300;
  return isRecent && given.split(' ').some((one) => one.length === right.length && timingSafeEqual(Buffer.from(one), right));
}

function answerTo({ question, max_characters: most }) {
  const audience = 'requester_only';
  if (!/\bholiday/i.test(question)) return { kind: 'nothing_found', audience, text: '', sources: [] };
  const days = /\bmuch|many\b/i.test(question) ? 'Everybody has **30 days** a year.' : 'Ask two weeks before, in the calendar.';
  return { kind: 'answer', audience, text: days.slice(0, most), sources: [{ title: 'The house rules', url: 'https://example.com/rules' }] };
}

createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  if (!isSigned(request.headers, body)) return response.writeHead(401).end();
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answerTo(JSON.parse(body))));
}).listen(process.env.PORT ?? 8100, '127.0.0.1', function () {
  console.log(`listening on http://127.0.0.1:${this.address().port}`);
});
