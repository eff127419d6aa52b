import type { Clock } from './clock.ts';
import type { Answer, Delivery } from './delivery/delivery.ts';
import type { Faults } from './faults.ts';
import type { Fields } from './fields.ts';
import type { Messages } from './messages.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';
import type { WireLog } from '../../wire-log.ts';
import type { World } from './world.ts';

/** How the app is set up, which a person does on Slack's pages. */
export interface Settings {
  /** Where deliveries go over HTTP; null for Socket Mode. One address for all, or one for each kind. */
  requestUrl: string | { events_api: string; interactive: string; slash_commands: string } | null;
  /** Of the bot's token. */
  scopes: string[];
  /** Events that the app follows: `app_mention`, `message.im`, `message.channels` … */
  subscriptions: string[];
  /** How long the app may take: three seconds. */
  ackMs: number;
  /** When an event comes again after a try that failed: at once, after a minute, after five; here compressed. */
  retryMs: number[];
  /** One message a second in each channel. */
  strictRate: boolean;
  /** On Enterprise Grid interactions come without a team; null for a workspace of its own. */
  enterprise: { id: string; name: string } | null;
  /** The error that every request gets: `token_revoked`, `account_inactive`, `team_access_not_granted`; null for none. */
  tokenError: string | null;
}

export interface Told {
  person: string;
  text: string;
  at: number;
}

/** All there is. Modules take this, and reach for what they need. */
export interface Slack {
  /** Where this platform listens. */
  url: string;
  clock: Clock;
  world: World;
  messages: Messages;
  views: Views;
  faults: Faults;
  wire: WireLog;
  settings: Settings;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  /** Errors that Slack's client shows to a person, such as that an app did not respond. */
  told: Told[];
  /** An event to the app, which is sent again until it is acknowledged or given up. */
  emit(event: Fields): void;
  /**
   * An interaction or command: sent once, and answered within three seconds or not at all. `apply` is given what came with the
   * acknowledgement, and says which message or view it changed.
   */
  deliver(delivery: Delivery, apply: (body: unknown) => string | null): Promise<Answer>;
}
