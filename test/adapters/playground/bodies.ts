/** What the bot sends, when a test plays the bot itself. */
import { id } from './client.ts';

export function cardBody(recipient: string, preview: string, more: object = {}) {
  return {
    recipient: id(recipient),
    card: {
      id: 'crd_00000000000000000000000000',
      kind: 'card',
      title: 'Draft from handbook. Only you can see it.',
      parts: [{ kind: 'sentence', text: 'Nothing is posted unless you approve it.' }, { kind: 'answer' }],
      preview,
      actions: [{ id: 'approve', label: 'Approve', tone: 'primary', confirm: null, input: null }],
      draft: 'drf_00000000000000000000000000',
      revision: 1,
      state: 'awaiting_requester',
      digest: '00',
      ...more,
    },
  };
}

export function postBody(channel: string, text: string, more: object = {}) {
  return {
    channel: id(channel),
    thread: null,
    text,
    notify: [],
    metadata: {
      publication: 'pub_00000000000000000000000000',
      reference: 'cs-00000000',
      draft: 'drf_00000000000000000000000000',
      revision: 1,
    },
    actions: [{ id: 'retract', label: 'Retract' }],
    ...more,
  };
}
