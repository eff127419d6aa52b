import type { App } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { startFakeSlack } from '../client.ts';
import { ear, startBolt } from './bolt.ts';
import type { Receiver } from './bolt.ts';

const button = (label: string, actionId: string, value: string) => ({
  type: 'button' as const,
  text: { type: 'plain_text' as const, text: label },
  action_id: actionId,
  value,
});
const question = {
  type: 'modal' as const,
  callback_id: 'reason',
  title: { type: 'plain_text' as const, text: 'Reject' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'cs:input',
      label: { type: 'plain_text' as const, text: 'Why?' },
      element: { type: 'plain_text_input' as const, action_id: 'cs:text' },
    },
  ],
};

describe.each<Receiver>(['socket', 'http'])('a Bolt app over %s', (receiver) => {
  const open = async (prepare: (app: App) => void) => {
    const fake = await startFakeSlack();
    await startBolt(fake, receiver, prepare);
    return fake;
  };

  it('hears a mention where the bot is a member, and answers in the thread', async () => {
    const heard = ear<{ user: string | undefined; text: string }>();
    const fake = await open((app) =>
      app.event('app_mention', async ({ event, say }) => {
        await say({ text: 'hello there', thread_ts: event.ts });
        heard.put({ user: event.user, text: event.text });
      }),
    );
    const asked = await fake.say('U0ANA', 'engineering', 'a < b & c?', { mentions: ['U0BOT'] });
    expect(await heard.next()).toEqual({ user: 'U0ANA', text: '<@U0BOT> a &lt; b &amp; c?' });
    const { channels, text } = await fake.sees('U0DAN');
    expect(text).toContain('Ana: @Countersign a < b & c?');
    const engineering = channels.find((one) => one.name === 'engineering');
    expect(engineering?.messages.at(-1)).toMatchObject({ text: 'hello there', thread_ts: asked, from: 'U0BOT' });
    expect((await fake.sees('U0GIL')).text).not.toContain('hello there');
  });

  it('hears a mention twice where it follows messages of the channel, too, and is told once what is said in private', async () => {
    const heard = ear<string>();
    const fake = await open((app) => {
      app.event('app_mention', () => Promise.resolve(heard.put('mention')));
      app.event('message', ({ event }) => Promise.resolve(heard.put(event.channel_type)));
    });
    await fake.settings({ subscriptions: ['app_mention', 'message.channels', 'message.im'] });
    await fake.say('U0ANA', 'engineering', 'hello', { mentions: ['U0BOT'] });
    expect([await heard.next(), await heard.next()].toSorted()).toEqual(['channel', 'mention']);
    await fake.say('U0ANA', 'direct', 'just us');
    expect(await heard.next()).toBe('im');
    expect((await fake.sees('U0BEN')).text).not.toContain('just us');
  });

  it('answers a command to its person alone, by the acknowledgement and by its response_url', async () => {
    const fake = await open((app) =>
      app.command('/countersign', async ({ command, ack, respond }) => {
        await ack(`you said ${command.text}`);
        await respond('and that was all');
      }),
    );
    expect(await fake.command('U0ANA', 'engineering', 'help me')).toMatchObject({ outcome: 'acked' });
    await fake.quiet();
    const { text } = await fake.sees('U0ANA');
    expect(text).toContain('(only visible to you) Countersign: you said help me');
    expect(text).toContain('and that was all');
    expect((await fake.sees('U0BEN')).text).not.toContain('help me');
    expect((await fake.wire()).filter((entry) => entry.stored).map((entry) => entry.method)).toEqual(['ACK', 'POST']);
    await fake.post('reload', { person: 'U0ANA' });
    expect((await fake.sees('U0ANA')).text).not.toContain('you said');
  });

  it('gets a press with who pressed; one on an ephemeral has no message, one in a view no channel', async () => {
    const heard = ear<Record<string, unknown>>();
    const fake = await open((app) => {
      app.action('cs:approve', async ({ ack, body, respond }) => {
        await ack();
        if ('response_url' in body) await respond({ text: 'taken', replace_original: false });
        heard.put(body as unknown as Record<string, unknown>);
      });
      app.event('app_mention', async ({ event, client, say }) => {
        const blocks = [{ type: 'actions' as const, elements: [button('Approve', 'cs:approve', 'crd_1')] }];
        await say({ text: 'card', blocks });
        await client.chat.postEphemeral({ channel: event.channel, user: 'U0ANA', text: 'pointer', blocks });
        await client.views.publish({ user_id: 'U0ANA', view: { type: 'home', blocks } });
        heard.put({});
      });
    });
    await fake.say('U0ANA', 'engineering', 'go', { mentions: ['U0BOT'] });
    await heard.next();
    const { channels, home } = await fake.sees('U0ANA');
    const [card, pointer] = channels.flatMap((one) => one.messages).slice(-2);
    const press = async (person: string, place: object) => {
      expect(await fake.post('click', { person, action_id: 'cs:approve', ...place })).toMatchObject({ outcome: 'acked' });
      return heard.next();
    };

    const onMessage = await press('U0BEN', { message: card?.ts });
    expect(onMessage).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0BEN', team_id: 'T0ACME' },
      container: { type: 'message', message_ts: card?.ts, channel_id: 'C0ENG', is_ephemeral: false },
      message: { ts: card?.ts, bot_id: 'B0BOT' },
      actions: [{ action_id: 'cs:approve', value: 'crd_1' }],
    });
    expect((await fake.sees('U0BEN')).text).toContain('(only visible to you) Countersign: taken');
    expect((await fake.sees('U0ANA')).text).not.toContain('taken');

    const onEphemeral = await press('U0ANA', { message: pointer?.ts });
    expect(onEphemeral).toMatchObject({ container: { is_ephemeral: true }, channel: { id: 'C0ENG' } });
    expect(onEphemeral).not.toHaveProperty('message');
    const inHome = await press('U0ANA', { view: home?.id });
    expect(inHome).toMatchObject({ container: { type: 'view', view_id: home?.id }, view: { type: 'home' } });
    for (const gone of ['channel', 'message', 'response_url']) expect(inHome).not.toHaveProperty(gone);
    expect((await fake.attempt('click', { person: 'U0BEN', message: pointer?.ts, action_id: 'cs:approve' })).status).toBe(400);
  });

  it('opens a modal for a shortcut, refuses what was written in it, and then takes it', async () => {
    const heard = ear<unknown>();
    const fake = await open((app) => {
      app.shortcut('reject', async ({ ack, client, body }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: question });
        const again = await client.views
          .open({ trigger_id: body.trigger_id, view: question })
          .catch((error: unknown) => (error as { data: unknown }).data);
        heard.put([body.type, again]);
      });
      app.view('reason', async ({ ack, view, body }) => {
        const written = view.state.values['cs:input']?.['cs:text']?.value;
        if (written === 'no') return ack({ response_action: 'errors', errors: { 'cs:input': 'Say more.' } });
        await ack();
        heard.put([body.user.id, written]);
      });
    });
    const said = await fake.say('U0DAN', 'engineering', 'look at this');
    await fake.post('shortcut', { person: 'U0ANA', callback_id: 'reject', message: said });
    expect(await heard.next()).toEqual(['message_action', expect.objectContaining({ error: 'exchanged_trigger_id' })]);
    const [modal] = (await fake.sees('U0ANA')).modals;
    const id = modal?.id ?? '';
    expect(modal?.text).toContain('Why?');
    expect((await fake.sees('U0BEN')).modals).toEqual([]);

    expect(await fake.submit('U0ANA', id, {})).toMatchObject({ outcome: 'not_sent' });
    await fake.submit('U0ANA', id, { 'cs:input': { 'cs:text': 'no' } });
    expect((await fake.sees('U0ANA')).modals[0]).toMatchObject({ errors: { 'cs:input': 'Say more.' } });
    await fake.submit('U0ANA', id, { 'cs:input': { 'cs:text': 'wrong path' } });
    expect(await heard.next()).toEqual(['U0ANA', 'wrong path']);
    expect((await fake.sees('U0ANA')).modals).toEqual([]);
    await fake.post('shortcut', { person: 'U0ANA', callback_id: 'reject' });
    expect(await heard.next()).toMatchObject(['shortcut', {}]);
  });

  it('shows a home to whoever opens it', async () => {
    const fake = await open((app) =>
      app.event('app_home_opened', async ({ event, client }) => {
        const text = { type: 'plain_text' as const, text: `open: ${event.user}` };
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'header', text }] } });
      }),
    );
    await fake.post('open-home', { person: 'U0ANA' });
    await fake.idle();
    await expect.poll(async () => (await fake.sees('U0ANA')).home?.text).toBe('open: U0ANA');
    expect((await fake.sees('U0BEN')).home).toBeNull();
  });

  it('gets an event again, with the same id, until it takes it; and twice when Slack sends it twice', async () => {
    const heard = ear<[id: string, retry: number | undefined]>();
    const fake = await open((app) =>
      app.event('app_mention', ({ body, context }) => Promise.resolve(heard.put([body.event_id, context.retryNum]))),
    );
    await fake.deliveryFault('lose', { times: 2 });
    await fake.say('U0ANA', 'engineering', 'again', { mentions: ['U0BOT'] });
    const [id, retries] = await heard.next();
    expect(retries).toBe(2);
    expect((await fake.deliveries()).map((one) => [one.attempt, one.outcome, one.id === id])).toEqual([
      [1, 'lost', true],
      [2, 'lost', true],
      [3, 'acked', true],
    ]);
    await fake.deliveryFault('duplicate');
    await fake.say('U0ANA', 'engineering', 'twice', { mentions: ['U0BOT'] });
    const [first, second] = [await heard.next(), await heard.next()];
    expect(second[0]).toBe(first[0]);
    expect(first[0]).not.toBe(id);
  });

  it('that does not answer within the time: the person sees an error, and the press is not sent again', async () => {
    const heard = ear<string>();
    const fake = await open((app) => {
      app.command('/countersign', ({ command }) => Promise.resolve(heard.put(command.text)));
    });
    await fake.settings({ ackMs: 200 });
    expect(await fake.command('U0ANA', 'engineering', 'hello')).toMatchObject({ outcome: 'late' });
    expect((await fake.sees('U0ANA')).told).toEqual(['/countersign failed with the error "operation_timeout"']);
    await heard.next();
    expect(await fake.deliveries()).toHaveLength(1);
  });
});
