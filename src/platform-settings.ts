/** The settings of the platforms beside the playground, which make an installation one of production. */
import type { Name } from './settings.ts';

type Get = (name: Name) => string;

/** One of `appToken` (Socket Mode, which goes first) and `signingSecret` (HTTP) is there. */
export interface SlackConfig {
  botToken: string;
  appToken: string | null;
  signingSecret: string | null;
  apiUrl: string;
}

/** Interactions come over HTTP with a public key, and over the gateway without one. */
export interface DiscordConfig {
  token: string;
  applicationId: string;
  publicKey: string | null;
  apiUrl: string;
  internalServers: readonly string[];
}

export function readSlack(get: Get, problems: string[]): SlackConfig | null {
  const apiUrl = get('SLACK_API_URL');
  if (!isApiUrl(apiUrl)) problems.push('SLACK_API_URL must be an https address that ends in /api/, or an http one of this machine');
  const [botToken, appToken, signingSecret] = [get('SLACK_BOT_TOKEN'), get('SLACK_APP_TOKEN') || null, get('SLACK_SIGNING_SECRET') || null];
  if (appToken !== null && !appToken.startsWith('xapp-')) problems.push('SLACK_APP_TOKEN must begin with xapp-');
  if (botToken === '') {
    if (appToken !== null) problems.push('SLACK_APP_TOKEN needs SLACK_BOT_TOKEN beside it');
    if (signingSecret !== null) problems.push('SLACK_SIGNING_SECRET needs SLACK_BOT_TOKEN beside it');
    return null;
  }
  if (!botToken.startsWith('xoxb-')) problems.push('SLACK_BOT_TOKEN must begin with xoxb-');
  if (appToken === null && signingSecret === null)
    problems.push('SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside it');
  demandProduction(get, 'Slack', problems);
  return { botToken, appToken, signingSecret, apiUrl };
}

export function readDiscord(get: Get, problems: string[]): DiscordConfig | null {
  const apiUrl = get('DISCORD_API_URL').replace(/\/+$/, '');
  if (!apiUrl.endsWith('/api') || !isApiUrl(`${apiUrl}/`))
    problems.push('DISCORD_API_URL must be an https address that ends in /api, or an http one of this machine');
  const [token, applicationId, publicKey] = [get('DISCORD_TOKEN'), get('DISCORD_APPLICATION_ID'), get('DISCORD_PUBLIC_KEY') || null];
  const internalServers = get('DISCORD_INTERNAL_SERVERS')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (applicationId !== '' && !isDiscordId(applicationId)) problems.push('DISCORD_APPLICATION_ID must be a number of at most 20 digits');
  if (publicKey !== null && !/^[0-9a-f]{64}$/i.test(publicKey))
    problems.push('DISCORD_PUBLIC_KEY must be 64 digits and letters from a to f');
  if (!internalServers.every(isDiscordId)) problems.push('DISCORD_INTERNAL_SERVERS must be ids of servers, with commas between them');
  if (token === '') {
    for (const name of ['DISCORD_APPLICATION_ID', 'DISCORD_PUBLIC_KEY', 'DISCORD_INTERNAL_SERVERS'] as const) {
      if (get(name) !== '') problems.push(`${name} needs DISCORD_TOKEN beside it`);
    }
    return null;
  }
  if (!/^[\w.-]{20,200}$/.test(token)) problems.push('DISCORD_TOKEN must be the token alone, without “Bot” before it');
  if (applicationId === '') problems.push('DISCORD_TOKEN needs DISCORD_APPLICATION_ID beside it');
  demandProduction(get, 'Discord', problems);
  return { token, applicationId, publicKey, apiUrl, internalServers };
}

function isDiscordId(text: string): boolean {
  return /^\d{1,20}$/.test(text);
}

/** Keys of our own making and a chat in which anyone can be anyone are for trying out. */
function demandProduction(get: Get, platform: string, problems: string[]): void {
  for (const name of ['DATA_KEY', 'LOG_KEY'] as const) {
    if (get(name) === '') problems.push(`${name} is needed with ${platform}; make one with: npm run countersign -- keygen`);
  }
  for (const name of ['PLAYGROUND_URL', 'PLAYGROUND_TOKEN'] as const) {
    if (get(name) !== '') problems.push(`${name} cannot be used with ${platform}: in a playground anyone can be anyone; leave it empty`);
  }
}

/** The token goes there with every request. */
function isApiUrl(text: string): boolean {
  return text.endsWith('/api/') && (URL.parse(text)?.protocol === 'https:' || isLoopbackUrl(text));
}

export function isLoopbackUrl(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}
