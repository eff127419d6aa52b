import { Events, GatewayIntentBits, MessageFlags, Partials } from 'discord.js';
import type { ButtonInteraction, ChatInputCommandInteraction, Interaction, Message } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { startFakeDiscord } from '../client.ts';
import type { DiscordClient } from '../client.ts';
import { COMMANDS, ear, onInteraction, openFake, startClient } from './library.ts';
import { BOT_USER, CHANNELS, PEOPLE } from './seed.ts';

const button = (label: string, customId: string, style = 1) => ({ type: 2 as const, label, style, custom_id: customId });
const row = (...components: object[]) => ({ type: 1 as const, components });

describe('a client of discord.js', () => {
  it('hears a mention with its words, and of other messages only that they were written', async () => {
    const fake = await startFakeDiscord();
    const heard = ear<Message>();
    await startClient(fake, (client) => client.on(Events.MessageCreate, (message) => heard.put(message)));
    await fake.say('ana', 'engineering', 'nobody is meant');
    expect(await heard.next()).toMatchObject({ content: '', author: { id: PEOPLE.ana } });
    const asked = await fake.say('ana', 'engineering', 'a **b**?', { mentions: ['countersign'] });
    const mention = await heard.next();
    expect(mention).toMatchObject({ id: asked, content: `<@${BOT_USER}> a **b**?`, guildId: '200000000000000001' });
    await mention.reply({ content: 'hello there', allowedMentions: { parse: [] } });
    const { channels, text } = await fake.sees('dan');
    expect(text).toContain('Ana: @Countersign a b?');
    const engineering = channels.find((one) => one.name === 'engineering');
    expect(engineering?.messages.at(-1)).toMatchObject({ text: 'hello there', reply_to: asked, from: BOT_USER, pinged: [] });
    expect((await fake.sees('gil')).text).not.toContain('hello there');
    expect((await fake.sees('gus')).text).not.toContain('hello there');
    expect(await fake.violations()).toEqual([]);
  });

  it('is told what is said to it directly, and answers there', async () => {
    const fake = await openFake();
    const heard = ear<Message>();
    await startClient(fake, (client) => client.on(Events.MessageCreate, (message) => heard.put(message)));
    await fake.say('ana', 'direct', 'just us');
    const said = await heard.next();
    expect(said).toMatchObject({ content: 'just us', guildId: null });
    await said.author.send({ content: 'only for you', components: [row(button('Approve', 'cs:approve'))] });
    const direct = (await fake.sees('ana')).channels.find((one) => one.kind === 'direct');
    expect(direct?.messages.at(-1)).toMatchObject({ text: 'only for you', buttons: [{ custom_id: 'cs:approve', style: 'primary' }] });
    expect(direct?.messages.at(-1)?.pinged).toEqual([PEOPLE.ana]);
    expect((await fake.sees('ben')).text).not.toContain('just us');
  });

  it('cannot write to whom takes no direct messages, nor to whom it shares no server with', async () => {
    const fake = await openFake();
    const client = await startClient(fake);
    await fake.world({ person: { id: 'ana', refusesDirect: 50007 } });
    await expect(client.users.send(PEOPLE.ana, 'x')).rejects.toMatchObject({ code: 50007, status: 403 });
    await fake.world({ member: { guild: 'Acme and Globex', person: 'gil', roles: null } });
    await expect(client.users.send(PEOPLE.gil, 'x')).rejects.toMatchObject({ code: 50278 });
  });

  it('answers a command to its person alone, and changes that answer', async () => {
    const fake = await openFake();
    const heard = ear<ChatInputCommandInteraction>();
    await startClient(fake, (client) =>
      onInteraction(client, async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        heard.put(interaction);
      }),
    );
    expect(await fake.command('ana', 'engineering', 'drafts')).toMatchObject({ outcome: 'acked', body: { type: 5 } });
    const interaction = await heard.next();
    expect(interaction).toMatchObject({ commandName: 'countersign', channelId: CHANNELS.engineering, user: { id: PEOPLE.ana } });
    expect(interaction.options.getString('text')).toBe('drafts');
    expect((await fake.sees('ana')).text).toContain('(only you can see this) Countersign: Countersign is thinking…');
    await interaction.editReply('you have none');
    await interaction.followUp({ content: 'and that was all', flags: MessageFlags.Ephemeral });
    expect((await fake.sees('ana')).text).toContain('Countersign: you have none');
    expect((await fake.sees('ben')).text).not.toMatch(/none|thinking|all/);
    await fake.post('reload', { person: 'ana' });
    expect((await fake.sees('ana')).text).not.toContain('you have none');
    expect(await fake.violations()).toEqual([]);
  });

  it('gets a press with who pressed, on an ephemeral message as well, and opens a modal as its first response', async () => {
    const fake = await openFake();
    const heard = ear<Interaction>();
    await startClient(fake, (client) =>
      onInteraction(client, async (interaction) => {
        if (interaction.isChatInputCommand()) {
          await interaction.reply({ content: 'card', flags: MessageFlags.Ephemeral, components: [row(button('Edit', 'cs:edit'))] });
        } else if (interaction.isButton()) {
          await interaction.showModal({ custom_id: 'cs:form', title: 'Edit', components: [INPUT] });
        } else if (interaction.isModalSubmit() && interaction.isFromMessage()) {
          await interaction.update({ content: `it is ${interaction.fields.getTextInputValue('cs:text')} now`, components: [] });
        }
        heard.put(interaction);
      }),
    );
    await fake.command('ana', 'engineering', 'status');
    await heard.next();
    const card = await lastSeen(fake, 'ana');
    expect(card).toMatchObject({ ephemeral: true, buttons: [{ custom_id: 'cs:edit' }] });
    expect((await fake.attempt('click', { person: 'ben', message: card.id, custom_id: 'cs:edit' })).status).toBe(400);
    expect(await fake.click('ana', card.id, 'cs:edit')).toMatchObject({ outcome: 'acked', body: { type: 9 } });
    const press = (await heard.next()) as ButtonInteraction;
    expect(press).toMatchObject({ customId: 'cs:edit', user: { id: PEOPLE.ana }, message: { id: card.id } });
    const [modal] = (await fake.sees('ana')).modals;
    expect(modal).toMatchObject({ title: 'Edit', inputs: [{ custom_id: 'cs:text', label: 'What it should say', value: 'old' }] });
    expect(await fake.submit('ana', modal?.id ?? '', { 'cs:text': '' })).toMatchObject({ outcome: 'not_sent', problem: 'required' });
    expect(await fake.submit('ana', modal?.id ?? '', { 'cs:text': 'new' })).toMatchObject({ outcome: 'acked', body: { type: 7 } });
    expect(await lastSeen(fake, 'ana')).toMatchObject({ id: card.id, text: 'it is new now', ephemeral: true, buttons: [] });
    expect((await fake.sees('ana')).modals).toEqual([]);
    expect((await fake.sees('ben')).text).not.toContain('it is new');
    expect(await fake.violations()).toEqual([]);
  });

  it('gets the message on which a command of its menu was used, whole', async () => {
    const fake = await openFake();
    const heard = ear<string>();
    await startClient(fake, (client) =>
      onInteraction(client, async (interaction) => {
        if (!interaction.isMessageContextMenuCommand()) return;
        await interaction.reply({ content: 'seen', flags: MessageFlags.Ephemeral });
        heard.put(interaction.targetMessage.content);
      }),
    );
    const said = await fake.say('dan', 'random', 'what does nobody else hear?');
    expect(await fake.messageCommand('ana', 'random', said, 'Ask an agent about this')).toMatchObject({ outcome: 'acked' });
    expect(await heard.next()).toBe('what does nobody else hear?');
  });

  it('posts again by itself after an error that stored the message: it stands there twice', async () => {
    const fake = await openFake();
    const client = await startClient(fake, undefined, { rest: { api: fake.apiUrl, retries: 1 } });
    await fake.fault(['POST /channels/{channel_id}/messages'], 'internal_error_after');
    await client.rest.post(`/channels/${CHANNELS.engineering}/messages`, { body: { content: 'once' } });
    expect((await fake.sees('dan')).text.match(/once/g)).toHaveLength(2);
  });

  it('is not let in with a wrong token, nor with a privileged intent that is not switched on', async () => {
    const fake = await openFake();
    await expect(startClient(fake, undefined, { token: 'wrong' })).rejects.toThrow(/token/i);
    const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.MessageContent];
    await expect(startClient(fake, undefined, { intents, partials: [Partials.Channel] })).rejects.toThrow(/intents/i);
    await fake.settings({ privilegedIntents: ['MESSAGE_CONTENT'] });
    const heard = ear<Message>();
    await startClient(fake, (client) => client.on(Events.MessageCreate, (message) => heard.put(message)), {
      intents: [...intents, GatewayIntentBits.GuildMessages],
    });
    await fake.say('ana', 'engineering', 'nobody is meant');
    expect(await heard.next()).toMatchObject({ content: 'nobody is meant' });
  });
});

const INPUT = {
  type: 18 as const,
  label: 'What it should say',
  component: { type: 4 as const, custom_id: 'cs:text', style: 2, value: 'old', required: true },
};

async function lastSeen(fake: DiscordClient, person: string) {
  const { channels } = await fake.sees(person);
  const message = channels.find((one) => one.name === 'engineering')?.messages.at(-1);
  if (!message) throw new Error('there is no message');
  return message;
}

it('registers commands so that the same name keeps its id', async () => {
  const fake = await openFake();
  const client = await startClient(fake);
  const before = (await fake.commands())['global'];
  await client.application?.commands.set(COMMANDS);
  expect((await fake.commands())['global']?.map((one) => one['id'])).toEqual(before?.map((one) => one['id']));
});
