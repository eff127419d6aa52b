import { AGENTS } from './refusals-agents.ts';
import { tellRefusals } from './refusal-story.ts';

tellRefusals(AGENTS);
