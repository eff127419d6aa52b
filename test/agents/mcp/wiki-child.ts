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
const [, , file] = process.argv;
if (file !== undefined) {
  const other = spawn('sleep', ['1000'], { stdio: 'ignore' });
  writeFileSync(file, `${process.pid} ${other.pid}`);
}
await server.connect(new StdioServerTransport());
