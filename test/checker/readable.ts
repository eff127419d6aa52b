import { createAgentBytes, textOfPost } from './agent-bytes.ts';
import { momentsOf } from './history.ts';
import type { History } from './history.ts';
import { stringsOf, parsedJson } from './json.ts';
import { personOf, postOf, requesterOf } from './story.ts';
import type { Story } from './story.ts';

/** Which texts of drafts a person may read. */
export interface ReadableBy {
  /** A piece of a text that this person may not read at this time; null when there is none in `said`. */
  foreign(said: string, person: string, time: number): string | null;
  /** A piece of any text of any draft, whoever reads it. Questions are people's own words. */
  ofAnyDraft(said: string): string | null;
}

/** A person reads their own drafts, and as a reviewer what the log says that they were shown, with the questions of both. */
export function createReadable(story: Story): ReadableBy {
  const bytes = createAgentBytes(story.disclosed);
  const histories = [...story.histories.values()];
  const questions = [...story.questions.values()];
  return {
    foreign: (said, person, time) =>
      bytes.foundIn(said, () => [...questions, ...histories.flatMap((history) => readBy(story, history, person, time))]),
    ofAnyDraft: (said) => bytes.foundIn(said, () => questions),
  };
}

function readBy(story: Story, history: History, person: string, time: number): string[] {
  const { disclosed } = story;
  if (person === requesterOf(story, history)) {
    const posts = disclosed.posts.filter(({ draft }) => draft === history.draft);
    const outputs = disclosed.outputs.filter(({ draft }) => draft === history.draft);
    return [
      ...posts.flatMap(({ post, preview }) => [textOfPost(post), preview]),
      ...outputs.flatMap(({ text }) => [text, ...stringsOf(parsedJson(text))]),
    ];
  }
  const shown = momentsOf(history, 'card.shown').filter(({ entry }) => personOf(story, entry) === person && entry.at <= time);
  return shown.flatMap(({ entry }) => {
    const post = postOf(story, history.draft, entry.digests['post'] ?? '');
    return post ? [textOfPost(post.post), post.preview] : [];
  });
}
