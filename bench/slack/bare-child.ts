/** The floor: a bare Bolt app with the same listeners, which acknowledges and does nothing else. No store, no Web API. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { SIGNING_SECRET } from './world.ts';

const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, endpoints: ['/slack/events'], processBeforeResponse: true });
const app = new App({ receiver, authorize: () => Promise.resolve({}), ignoreSelf: false, convoStore: false, logLevel: LogLevel.ERROR });
app.event('app_mention', () => Promise.resolve());
app.action(/^cs:/, ({ ack }) => ack());

const server = createServer((request, response) => receiver.requestListener(request, response));
server.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` }));
process.once('disconnect', () => process.exit(0));
