/** A process that starts an adapter, uses it and stops it: `start-and-stop-child.ts <name> <address>`. Nothing ends it but that nothing is left to do. */
import type { ConnectModule } from '../harness.ts';
import { createEar } from './made.ts';

const [, , name, address = ''] = process.argv;
const { connect } = (await import(`../${name}/connect.ts`)) as ConnectModule;
const adapter = connect(address);
await adapter.start(createEar().inbound);
await adapter.person(`${adapter.platform}:nobody`);
await adapter.stop();
process.stdout.write(`${JSON.stringify({ stopped: true })}\n`);
// The line to the test that started it keeps no process alive.
process.channel?.unref();
