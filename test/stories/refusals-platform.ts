import { until } from './company.ts';
import { type RefusalStories, titleOf } from './refusal-story.ts';
import { ask, press, publish, sameCard } from './turns.ts';

const MINUTE_MS = 60_000;

/** What the platform did with a post. In #random nobody else is needed. */
export const PLATFORM = {
  PUBLISH_FAILED: {
    when: 'the platform says a clear no',
    reads:
      'The playground refused the post: I am not a member of this channel. Add Countersign there, then press “Try again”. Nothing was posted.',
    async tell(company) {
      const card = await ask(company, 'ana', 'random');
      await company.fault({ operation: 'publish', mode: 'refuse', code: 'NOT_A_MEMBER' });
      await press(company, 'ana', card, 'approve');
      await company.notice('ana', 'The playground refused the post: I am not a member of this channel.');
      return titleOf(company, 'The playground refused');
    },
  },
  OUTCOME_UNKNOWN: {
    when: 'the connection breaks while the post is sent',
    reads:
      'The playground did not confirm. The post may or may not be in #random. We do not send it again; we look for it for about 3 minutes, longer if it does not answer, and tell you here. The operators were told.',
    async tell(company) {
      const card = await ask(company, 'ana', 'random');
      await company.fault({ operation: 'find', mode: 'refuse', times: 1000 });
      await company.fault({ operation: 'publish', mode: 'cut_after' });
      await press(company, 'ana', card, 'approve');
      await company.notice('olu', 'Alarm: The playground did not confirm a post in #random.');
      return titleOf(company, 'The playground did not');
    },
  },
  NOT_FOUND_THERE: {
    when: 'a post that was never confirmed is still not there minutes later',
    reads:
      'The playground never confirmed the post, and it was not found in #random. It is most likely not there. If you try again, it could appear twice.',
    async tell(company) {
      const card = await ask(company, 'ana', 'random');
      await company.fault({ operation: 'publish', mode: 'cut_before' });
      await press(company, 'ana', card, 'approve');
      await titleOf(company, 'The playground did not confirm');
      const hasGivenUp = async (): Promise<boolean> => {
        await company.pass(MINUTE_MS);
        return (await company.view('ana')).direct.some((one) => one.kind === 'card' && one.state === 'publish_failed');
      };
      await until(hasGivenUp, { what: 'two looks in vain', timeoutMs: 10_000, everyMs: 100 });
      return titleOf(company, 'The playground never');
    },
  },
  RETRACT_FAILED: {
    when: 'the platform does not take a post away',
    reads: 'The playground refused to take the post in #random away. It is still there. Press “Retract” again, or ask Olu.',
    async tell(company) {
      const card = await ask(company, 'ana', 'random');
      const post = await publish(company, card, 'ana', [], 'random');
      await company.fault({ operation: 'retract', mode: 'refuse' });
      await press(company, 'ana', post, 'retract');
      return (await sameCard(company, 'ana', card, /^The playground refused/)).title ?? '';
    },
  },
} satisfies RefusalStories;
