import { describe } from 'vitest';
import { agentContract } from '../contract.ts';
import { handbookOf } from './ask-handbook.ts';

describe('the agent of the connector handbook', () => {
  agentContract({
    answerable: 'How do I feed the parrot?',
    otherAnswerable: 'When is the lighthouse painted?',
    unanswerable: 'What is the capital of Mongolia?',
    acts: 'it quotes pages of this machine, whole and at once',
    make: () =>
      handbookOf({
        'parrot.md': `# The parrot\n\n## Feeding the parrot\n\n${'Give it seeds in the morning, and nothing at noon. '.repeat(12)}\n\n- Walnuts on Sunday.\n- No salt.\n`,
        'lighthouse.md': '# The lighthouse\n\n## Painting\n\nThe lighthouse is painted in May, from the top to the bottom.\n',
      }),
  });
});
