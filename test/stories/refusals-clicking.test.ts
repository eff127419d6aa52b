import { CLICKING } from './refusals-clicking.ts';
import { tellRefusals } from './refusal-story.ts';

tellRefusals(CLICKING);
