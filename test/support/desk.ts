import { inject } from 'vitest';
import type { Service } from './global-setup.ts';

const asked = new Map<Service, Promise<string>>();

/** The address of something that a run starts once, for all of its files. */
export function addressOf(service: Service): Promise<string> {
  const known = asked.get(service) ?? ask(service);
  asked.set(service, known);
  return known;
}

async function ask(service: Service): Promise<string> {
  const response = await fetch(inject('desk') + service);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
