import { expect, test } from 'vitest';
import { type Company, openCompany } from './company.ts';
import { answer, handbookRuns } from './own-agents.ts';
import { ask, press } from './turns.ts';

interface Said {
  what: string;
  says: string;
  /** As it stands on Ana's card. */
  shown: string;
  /** As it stands in the channel, where it differs. */
  posted?: string;
  sources?: object[];
}

/** The word by which each answer is known stands in every one of them. */
const MARK = 'kumquat';

const ANSWERS: Said[] = [
  {
    what: 'an image is words, and its address is not fetched',
    says: 'kumquat ![tracker](https://evil.example/pixel.png)',
    shown: 'kumquat ![tracker](`\\https[:]//evil.example/pixel.png`)',
    posted: 'kumquat ![tracker](`https://evil.example/pixel.png`)',
  },
  {
    what: 'HTML is words',
    says: 'kumquat <script>alert(1)</script> <img src=x onerror=alert(1)>',
    shown: 'kumquat <script>alert(1)</script> <img src=x onerror=alert(1)>',
  },
  {
    what: 'a link that is none of the web is words',
    says: 'kumquat [click](javascript:alert(1)) [read](file:///etc/passwd) [see](data:text/html,x)',
    shown: 'kumquat click (`javascript:alert(1)`) read (`file[:]///etc/passwd`) see (`data:text/html,x`)',
    posted: 'kumquat click (`javascript:alert(1)`) read (`file:///etc/passwd`) see (`data:text/html,x`)',
  },
  {
    what: 'a link whose label names another host is not live',
    says: 'kumquat [https://bank.example](https://evil.example/login)',
    shown: 'kumquat `\\https[:]//bank.example` (`\\https[:]//evil.example/login`)',
    posted: 'kumquat `https://bank.example` (`https://evil.example/login`)',
  },
  {
    what: 'an honest link is live in the post only',
    says: 'kumquat [wiki](https://wiki.acme.example/a)',
    shown: 'kumquat [wiki `https[:]//wiki.acme.example/a`]',
    posted: 'kumquat wiki (https://wiki.acme.example/a)',
  },
  { what: 'a command is code', says: '/shrug kumquat', shown: '`/shrug` kumquat' },
  { what: 'our own command, too', says: '/countersign engage kumquat', shown: '`/countersign` engage kumquat' },
  { what: 'a command of another bot, too', says: '!deploy kumquat', shown: '`!deploy` kumquat' },
  {
    what: 'nobody is called who did not come with the question',
    says: '@everyone @channel @here <!channel> [Dan](mention:playground:acme:dan) kumquat',
    shown: '@everyone @channel @here <!channel> Dan (`mention:playground:acme:dan`) kumquat',
  },
  {
    what: 'what cannot be seen is written out',
    says: 'kumquat \u202egnp.exe\u202c z\u200bero \u{E0041}tag a\ufe0f \u00adsoft \u2066iso\u2069 b\u0007ell \u001b[31mred',
    shown:
      'kumquat ⟨U+202E⟩gnp.exe⟨U+202C⟩ z⟨U+200B⟩ero ⟨U+E0041⟩tag a⟨U+FE0F⟩ ⟨U+00AD⟩soft ⟨U+2066⟩iso⟨U+2069⟩ b⟨U+0007⟩ell ⟨U+001B⟩[31mred',
  },
  {
    what: 'letters that grow into other lines do not',
    says: 'kumquat Z\u0341\u0342\u0343\u0344\u0345\u0346\u0347algo',
    shown: 'kumquat Z\u0341\u0342\u0343\u0344⟨U+0345⟩⟨U+0346⟩⟨U+0347⟩algo',
  },
  {
    what: 'it has no slot for approvers of its own',
    says: 'kumquat \u{E000}approvers\u{E001}',
    shown: 'kumquat ⟨U+E000⟩approvers⟨U+E001⟩',
  },
  {
    what: 'the title of a source is words',
    says: 'kumquat',
    sources: [{ title: '](https://evil.example) @everyone **b**', url: 'https://docs.acme.example/a' }],
    shown: 'kumquat\n\nSource: `](https[:]//evil.example) @everyone **b**` (`\\https[:]//docs.acme.example/a`)',
    posted: 'kumquat\n\nSource: `](https://evil.example) @everyone **b**` (`https://docs.acme.example/a`)',
  },
];

test('whatever an agent writes, its requester sees all of it, nobody else sees any of it, and what is posted is what was seen', async () => {
  const next = { answer: {} };
  const overrides = handbookRuns(() => Promise.resolve(next.answer));
  const company = await openCompany({ database: 'sqlite', rules: (rules) => rules.replace('asks: 20/hour', 'asks: 100/hour'), overrides });
  for (const { what, says, shown, posted = shown, sources = [] } of ANSWERS) {
    next.answer = answer(says, { sources });
    const card = await ask(company, 'ana', 'random', '@handbook what do you say?');
    expect(answerOn(card.text), what).toBe(shown);
    expect(card.text, what).toContain('\nNotifies nobody.\n');
    await expectSeenByNobodyElse(company, what);

    await press(company, 'ana', card, 'approve');
    const post = await company.posted('dan', 'random', { draft: card.draft ?? '' });
    expect(answerOn(post.text), what).toBe(posted);
    await press(company, 'ana', post, 'retract');
    await company.posted('dan', 'random', { draft: card.draft ?? '', kind: 'tombstone' });
  }
  await company.check();
});

/** Between the words that we say before an answer and the credit below it. */
function answerOn(text: string): string | undefined {
  return text.split('(Your question is already visible there.)\n\n').at(-1)?.split('\n\nWritten by handbook (AI).')[0];
}

/** Whatever stood in the channel before was retracted, so that the mark is to be seen on Ana's cards only. */
async function expectSeenByNobodyElse(company: Company, what: string): Promise<void> {
  expect(await company.sees('ana'), what).toContain(MARK);
  for (const other of ['ben', 'chloe', 'dan', 'olu', 'ana-sales'])
    expect(await company.sees(other), `${what}: ${other}`).not.toContain(MARK);
}
