import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { createWiki } from './wiki.ts';

/** The same server as a program on its standard streams. `argv`: a file for the ids of its processes. */
const server = createWiki([]);
server.registerTool('dies', {}, () => {
  process.kill(process.pid, 'SIGKILL');
  return { content: [] };
});
server.registerTool('environment', {}, () => ({ content: [{ type: 'text', text: JSON.stringify(Object.keys(process.env).toSorted()) }] }));
server.registerTool('babbles', {}, () => {
  process.stdout.write('a'.repeat(2_000_000));
  return { content: [] };
});
let pinged = 0;
server.registerTool('pings', {}, () => {
  // Nobody waits for the answers: `pinged` says how many came.
  for (let count = 0; count < 5; count += 1)
    server.server.ping().then(
      () => (pinged += 1),
      () => undefined,
    );
  return { content: [] };
});
server.registerTool('pinged', {}, () => ({ content: [{ type: 'text', text: `answered: ${pinged}` }] }));
server.registerTool('deaf', {}, () => {
  // After this answer: what was read before it is still heard.
  setImmediate(() => process.stdin.pause());
  return { content: [] };
});
server.registerTool('chatters', {}, () => new Promise(() => chatter()));
function chatter(): void {
  const data = 'a'.repeat(100_000);
  const note = `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data } })}\n`;
  process.stdout.write(note, () => chatter());
}
const [, , file] = process.argv;
if (file !== undefined) {
  const other = spawn('sleep', ['1000'], { stdio: 'ignore' });
  writeFileSync(file, `${process.pid} ${other.pid}`);
}
await server.connect(new StdioServerTransport());
