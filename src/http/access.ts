import type { RouteName } from './api-routes.ts';

/** Everybody who can stand before the door, by what they bring. Whose grant is over or of no use still has the agent's own secret. */
export const PRINCIPALS = [
  'nobody',
  'a secret that was never made',
  'a secret of before it was rotated',
  'a revoked agent',
  'a token of the platform or of an operator',
  'an agent, by its secret alone',
  'an agent, with a grant that covers it',
  'an agent, with a grant that has expired',
  'an agent, with a grant of another agent',
  'an agent, with a grant of another requester',
  'an agent, with a grant without the verb',
  'an agent, with a grant from before the switch was engaged',
] as const;
export type Principal = (typeof PRINCIPALS)[number];

type Answer = 'yes' | 'no';
type Row = Record<Principal, Answer>;

const NOT_AGENTS = {
  nobody: 'no',
  'a secret that was never made': 'no',
  'a secret of before it was rotated': 'no',
  'a revoked agent': 'no',
  'a token of the platform or of an operator': 'no',
} as const;

/** What it tells is public. */
const ANYBODY: Row = {
  nobody: 'yes',
  'a secret that was never made': 'yes',
  'a secret of before it was rotated': 'yes',
  'a revoked agent': 'yes',
  'a token of the platform or of an operator': 'yes',
  'an agent, by its secret alone': 'yes',
  'an agent, with a grant that covers it': 'yes',
  'an agent, with a grant that has expired': 'yes',
  'an agent, with a grant of another agent': 'yes',
  'an agent, with a grant of another requester': 'yes',
  'an agent, with a grant without the verb': 'yes',
  'an agent, with a grant from before the switch was engaged': 'yes',
};

/** Of its own drafts the state, and nothing else: whatever grant it brings. */
const SECRET: Row = { ...ANYBODY, ...NOT_AGENTS };

const GRANT: Row = {
  ...NOT_AGENTS,
  'an agent, by its secret alone': 'no',
  'an agent, with a grant that covers it': 'yes',
  'an agent, with a grant that has expired': 'no',
  'an agent, with a grant of another agent': 'no',
  'an agent, with a grant of another requester': 'no',
  'an agent, with a grant without the verb': 'no',
  'an agent, with a grant from before the switch was engaged': 'no',
};

/** Who may, for each route; a test walks every route that there is, as every one of them. */
export const ACCESS: Record<RouteName, Row> = {
  'GET /v1/openapi.json': ANYBODY,
  // Of a code, instead of a grant: expired, another agent's, another requester's (whose code makes a grant for that requester), and so on.
  'POST /v1/grants': {
    ...GRANT,
    'an agent, with a grant of another requester': 'yes',
    // A code holds no verbs: those of the grant are written down.
    'an agent, with a grant without the verb': 'yes',
  },
  'GET /v1/runs': SECRET,
  // What a tool does there has the row of the route that it calls.
  'POST /mcp': SECRET,
  // A session, which proves nothing: whoever asks for one that is not theirs is told that there is none.
  'GET /mcp': SECRET,
  'DELETE /mcp': SECRET,
  'POST /v1/drafts': {
    ...GRANT,
    // The grant says whose draft it becomes: there is no other requester to name.
    'an agent, with a grant of another requester': 'yes',
  },
  'GET /v1/drafts/{id}': SECRET,
  'DELETE /v1/drafts/{id}': GRANT,
  'POST /v1/drafts/{id}/revisions': GRANT,
  'GET /v1/requests/{id}': GRANT,
};
