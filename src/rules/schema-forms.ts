import { z } from 'zod';
import { DURATION } from './units.ts';

/* What is said when a value does not fit stands beside its type. */

export const word = (say: string) => z.string({ error: say });
export const like = (pattern: RegExp, say: string) => word(say).regex(pattern, { error: say });
export const choice = <const T extends readonly string[]>(values: T) => z.enum(values, { error: `must be one of: ${values.join(', ')}` });
export const wholeNumber = (say: string, most: number) => z.int({ error: say }).min(1, { error: say }).max(most, { error: say });
export const duration = like(DURATION, 'must be a whole number and a unit, such as 30s, 15m, 4h or 7d');
