/** Who and what there is. Ids are decimal numbers in text, as Discord's are. */
export interface Person {
  id: string;
  /** `user.username`. */
  handle: string;
  /** `user.global_name`. */
  name: string;
  bot: boolean;
  /** An account that was closed is in no guild, and a name of its own. */
  deleted: boolean;
  /** The code with which a direct message to this person fails: 50007 where they take none from members of a server; null for none. */
  refusesDirect: number | null;
}

export interface Role {
  id: string;
  name: string;
  /** A bit set, as a decimal number in text. */
  permissions: string;
  position: number;
  mentionable: boolean;
}

export interface Member {
  person: string;
  nick: string | null;
  /** Without @everyone. */
  roles: string[];
}

export interface Guild {
  id: string;
  name: string;
  owner: string;
  /** `COMMUNITY`, `DISCOVERABLE` … */
  features: string[];
  roles: Role[];
  members: Member[];
}

/** Of a role (0) or of a member (1). */
export interface Overwrite {
  id: string;
  type: 0 | 1;
  allow: string;
  deny: string;
}

export interface Tag {
  id: string;
  name: string;
  /** Only moderators may set it. */
  moderated?: boolean;
}

/** Discord's numbers: text, direct, voice, announcements, thread of those, public thread, private thread, forum, media. */
export type ChannelType = 0 | 1 | 2 | 5 | 10 | 11 | 12 | 15 | 16;

export interface Channel {
  id: string;
  type: ChannelType;
  /** Null for a direct conversation. */
  guild: string | null;
  /** Of a thread: where it hangs. */
  parent: string | null;
  name: string;
  overwrites: Overwrite[];
  /** Of a direct conversation, and of a private thread. */
  people: string[];
  /** Of a thread. */
  owner: string | null;
  archived: boolean;
  /** When it was archived or opened again; null where it never was. */
  archivedAt: string | null;
  locked: boolean;
  /** Of a forum, and whether a post there must have one. */
  tags: Tag[];
  requiresTag: boolean;
  appliedTags: string[];
  /** Deleted: nobody finds it any more. */
  deleted: boolean;
}
