/** Who can see a publication, from narrow to wide. `unknown` counts as the widest: what we cannot find out we do not trust. */
export const AUDIENCE_CLASSES = ['requester', 'restricted', 'workspace', 'external', 'unknown'] as const;
export type AudienceClass = (typeof AUDIENCE_CLASSES)[number];

/** What an adapter found out about the readers of one channel. */
export interface Audience {
  class: AudienceClass;
  /** How many people can read it; null when the platform does not tell. */
  count: number | null;
  /** Names of the organisations outside ours that can read it, for `external`. */
  outside: string[];
  /** As people see them: `engineering`, `Acme`. */
  channelName: string;
  workspaceName: string;
  /** Milliseconds since 1970, by our clock, when the platform was asked. */
  observedAt: number;
}

export function isWider(a: AudienceClass, than: AudienceClass): boolean {
  return AUDIENCE_CLASSES.indexOf(a) > AUDIENCE_CLASSES.indexOf(than);
}
