import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createApi } from '../../src/http/api.ts';
import { openCompany } from '../stories/company.ts';
import { addAgent, apiOf, connect, DOOR, newKey, withCallers } from '../stories/outside-agents.ts';
import { tellsAll } from '../support/tells-all.ts';
import { arbitraryOf, type Document, problemsOf, resolved, type Schema } from './schemas.ts';

const RUNS = { numRuns: tellsAll() ? 100 : 12, endOnFailure: true };

test('the document is OpenAPI 3.1', async () => {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const app = createApi({ door: {} as never, names: ['localhost'], logger: silent });
  const document = (await (await app.request('/v1/openapi.json', { headers: { host: 'localhost' } })).json()) as Record<string, unknown>;
  expect(document.openapi).toBe('3.1.0');
  expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true });
  // The ear works.
  expect(await new Validator().validate({ ...structuredClone(document), paths: { 'no-slash': 1 } })).toMatchObject({ valid: false });
});

test('whatever is sent gets a documented answer: what fits may be refused, what does not fit always is', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const scribe = await addAgent(company, 'scribe');
  const document = (await (await fetch(`${apiOf(company)}/v1/openapi.json`)).json()) as Document;

  const grant = await scribe.redeem(await connect(company, 'ana', 'engineering', 'scribe', 'Which valve?'));
  const draft = await scribe.submit(grant, 'The blue one.');
  const seen = new Set<number>();
  let calls = 0;

  async function send(method: string, path: string, body: unknown): Promise<number> {
    // Each minute has its own measure.
    if ((calls += 1) % 9 === 0) await company.pass(5_000);
    const called = await scribe.call(method.toUpperCase(), path.replace('{id}', draft), {
      grant,
      key: newKey(),
      ...(body === undefined ? {} : { body }),
    });
    const operation = document.paths[path]?.[method];
    const documented = operation?.responses[String(called.status)];
    expect(documented, `${method} ${path} answered ${called.status}: ${JSON.stringify(called.body)}`).toBeDefined();
    const type = (called.headers.get('content-type') ?? '').split(';')[0] ?? '';
    expect(problemsOf(documented?.content[type]?.schema as Schema, called.body, document), JSON.stringify(called.body)).toEqual([]);
    expect(called.status).toBeLessThan(500);
    seen.add(called.status);
    return called.status;
  }

  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { requestBody }] of Object.entries(methods)) {
      const schema = requestBody?.content['application/json']?.schema;
      if (schema === undefined) {
        if (method !== 'delete' && path !== '/v1/openapi.json') await send(method, path, undefined);
        continue;
      }
      const fits = arbitraryOf(resolved(schema, document), document);
      await fc.assert(
        fc.asyncProperty(fits, async (body) => void (await send(method, path, body))),
        RUNS,
      );
      const broken = fc
        .oneof(
          fc.jsonValue(),
          fits.chain((body) => spoilt(body)),
        )
        .filter((body) => problemsOf(schema, body, document).length > 0);
      await fc.assert(
        fc.asyncProperty(broken, async (body) => {
          const status = await send(method, path, body);
          expect(status).toBeGreaterThanOrEqual(400);
        }),
        RUNS,
      );
    }
  }
  await send('delete', '/v1/drafts/{id}', undefined);
  // The ear works: some were taken, some were refused for their form, some for other reasons.
  for (const status of [200, 201, 403, 409, 422]) expect([...seen]).toContain(status);
  await company.check();
});

/** One member away, one too many, or one of another type. */
function spoilt(body: unknown): fc.Arbitrary<unknown> {
  const members = Object.entries(body as Record<string, unknown>);
  return fc.oneof(
    fc.nat({ max: members.length - 1 }).map((nth) => Object.fromEntries(members.filter((_, index) => index !== nth))),
    fc.string({ minLength: 1 }).map((name) => ({ ...(body as object), [`x${name}`]: 1 })),
    fc
      .tuple(fc.nat({ max: members.length - 1 }), fc.jsonValue())
      .map(([nth, value]) => ({ ...(body as object), [members[nth]?.[0] ?? '']: value })),
  );
}
