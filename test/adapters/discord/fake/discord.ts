import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Fields } from './fields.ts';
import type { Event } from './gateway/events.ts';
import type { Answer, Interaction, Interactions } from './interactions/interactions.ts';
import type { Messages } from './messages.ts';
import type { Violations } from './schemas/violations.ts';
import type { WireLog } from '../../wire-log.ts';
import type { World } from './world.ts';

/** How the application is set up, which a person does in Discord's portal, and how strict the platform is. */
export interface Settings {
  /** Where interactions go over HTTP; null for the gateway. */
  interactionsUrl: string | null;
  /** Privileged intents that are switched on in the portal: `GUILD_MEMBERS`, `GUILD_PRESENCES`, `MESSAGE_CONTENT`. */
  privilegedIntents: string[];
  /** How long the app may take for its first response: three seconds. */
  ackMs: number;
  /** How long the token of an interaction lives, by the platform's clock. */
  tokenMs: number;
  /** How long a nonce is remembered, by the platform's clock. */
  nonceMs: number;
  /** Told to the bot in Hello. */
  heartbeatMs: number;
  /** Five messages in five seconds in each channel. */
  strictRate: boolean;
  /** Words that AutoMod blocks. */
  autoMod: string[];
  /** The bot's token was reset: every request is 401, and the gateway closes with 4004. */
  tokenIsReset: boolean;
  /** How often the gateway may still be identified to today. */
  sessionsLeft: number;
}

/** What Discord's client says to a person by itself. */
export interface Told {
  person: string;
  text: string;
}

/** All there is. Modules take this, and reach for what they need. */
export interface Discord {
  /** Where this platform listens. */
  url: string;
  clock: Clock;
  world: World;
  messages: Messages;
  interactions: Interactions;
  /** By scope, `global` or a server's id: the commands that the app registered. */
  commands: Map<string, Fields[]>;
  faults: Faults;
  wire: WireLog;
  violations: Violations;
  settings: Settings;
  told: Told[];
  /** To every session of the gateway that has the intent. */
  emit(event: Event): void;
  /** To the app, by whichever way it is set up for; answers with its first response or with the want of it. */
  deliver(interaction: Interaction): Promise<Answer>;
}
