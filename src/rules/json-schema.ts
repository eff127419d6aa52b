import { z } from 'zod';
import { rulesSchema } from './schema.ts';

/**
 * The rules file's format as JSON Schema (draft-07, which YAML editors read), every key with its description. Written to
 * `docs/rules.schema.json`; a rules file names it in its first line: `# yaml-language-server: $schema=./docs/rules.schema.json`.
 * It knows the forms; `check` also knows whether the parts fit each other.
 */
export function rulesJsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(rulesSchema, { target: 'draft-7', io: 'input' });
  const title = 'countersign.yaml';
  const description = 'Who may ask which agent where, and who must approve before anyone else sees the answer.';
  return `${JSON.stringify({ $schema, title, description, ...rest }, null, 2)}\n`;
}
