import { COMMANDS } from './refusals-commands.ts';
import { tellRefusals } from './refusal-story.ts';

tellRefusals(COMMANDS);
