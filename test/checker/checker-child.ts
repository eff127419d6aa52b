/** The checker as a process that stays: `POST` evidence as JSON, and read what `main.ts` would print and exit with. One line of JSON tells its address. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { examine, type Evidence } from './check.ts';
import { report } from './report.ts';

const server = createServer((request, response) => {
  json(request).then(
    (evidence) => response.end(JSON.stringify(report(() => examine(evidence as Evidence)))),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`);
});
