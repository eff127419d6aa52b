/** Who and what there is in a workspace. */
export interface Person {
  id: string;
  /** `user.name`. */
  handle: string;
  realName: string;
  displayName: string;
  team: string;
  bot: boolean;
  restricted: boolean;
  ultraRestricted: boolean;
  deleted: boolean;
  /** The error with which a direct message to this person fails, such as `messages_tab_disabled`. */
  refusesDirect: string | null;
}

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim';

export interface Channel {
  id: string;
  name: string;
  kind: ChannelKind;
  members: string[];
  archived: boolean;
  extShared: boolean;
  pendingExtShared: boolean;
  orgShared: boolean;
  connectedTeams: string[];
  /** Who may post; null for every member. */
  posters: string[] | null;
}

export interface Group {
  id: string;
  handle: string;
  name: string;
  members: string[];
}
