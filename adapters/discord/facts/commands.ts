import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { MANIFEST } from '../config.ts';
import { read } from '../errors.ts';
import type { Wire } from '../wire.ts';

const manifestShape = z.object({ commands: z.array(z.record(z.string(), z.unknown())) });

/** The commands of our manifest, in place of all that were registered before. */
export async function registerCommands(wire: Wire, applicationId: string): Promise<void> {
  read(await wire.call('PUT', `/applications/${applicationId}/commands`, await commandsOfManifest()), z.array(z.unknown()));
}

export async function commandsOfManifest(): Promise<{ [key: string]: unknown }[]> {
  return manifestShape.parse(JSON.parse(await readFile(MANIFEST, 'utf8'))).commands;
}
