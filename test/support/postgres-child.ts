import { startPostgres } from './postgres-server.ts';

const server = await startPostgres();
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
