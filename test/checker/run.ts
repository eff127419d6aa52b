import { addressOf } from '../support/desk.ts';
import type { Evidence, Findings } from './check.ts';
import type { Report } from './report.ts';

/**
 * Has a process of its own look at what a story left behind; throws with everything that it found. Resolves with what there was to look
 * at, so that a test can also say that there was something.
 */
export async function expectClean(evidence: Evidence): Promise<Findings['looked']> {
  const { code, stdout, stderr } = await runChecker(evidence);
  if (code !== 0) throw new Error(`The checker ended with ${code}:\n${stdout}${stderr}`);
  return (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Findings).looked;
}

export async function runChecker(evidence: Evidence): Promise<Report> {
  const response = await fetch(await addressOf('checker'), { method: 'POST', body: JSON.stringify(evidence) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Report;
}
