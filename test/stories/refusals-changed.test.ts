import { CHANGED } from './refusals-changed.ts';
import { tellRefusals } from './refusal-story.ts';

tellRefusals(CHANGED);
