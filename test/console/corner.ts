import type { OperatorView } from '../../src/app/operator-view.ts';
import { type Answer, personId } from '../stories/chat.ts';
import type { Company } from '../stories/company.ts';

export type Told = Answer<{ code?: string; message?: string }>;

export const OLU = 'playground:acme:olu';

export async function get<T>(company: Company, path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
  const response = await fetch(`${company.url}${path}`, { headers });
  return { status: response.status, body: (await response.json()) as T };
}

/** What Olu sees in her corner. */
export async function state(company: Company): Promise<OperatorView> {
  const { status, body } = await get<OperatorView>(company, `/console/state?person=${OLU}`);
  if (status !== 200) throw new Error(`the state answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Presses something in the corner, as whoever says so. */
export function order(company: Company, verb: string, said: Record<string, unknown>, person = 'olu'): Promise<Told> {
  return company.post(`/console/${verb}`, { person: personId(person), ...said });
}
