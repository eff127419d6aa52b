import { PLATFORM } from './refusals-platform.ts';
import { tellRefusals } from './refusal-story.ts';

tellRefusals(PLATFORM);
