import { ASKING } from './refusals-asking.ts';
import { tellRefusals } from './refusal-story.ts';

tellRefusals(ASKING);
