/** As much of JSON Schema as our OpenAPI document uses: what fits a schema, and whether something does. Anything else in one is an error. */
import fc from 'fast-check';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  [other: string]: unknown;
}

interface Content {
  content: Record<string, { schema: Schema }>;
}

export interface Document {
  openapi: string;
  paths: Record<string, Record<string, { requestBody?: Content; responses: Record<string, Content> }>>;
  components: { schemas: Record<string, Schema> };
}

const KNOWN = new Set(
  '$ref type const enum pattern minLength maxLength minItems maxItems items properties required additionalProperties anyOf description format minimum maximum propertyNames'.split(
    ' ',
  ),
);

export function resolved(schema: Schema, document: Document): Schema {
  const unknown = Object.keys(schema).filter((key) => !KNOWN.has(key));
  if (unknown.length > 0) throw new Error(`a schema says ${unknown.join(', ')}, which this reader does not know`);
  const name = schema.$ref?.replace('#/components/schemas/', '');
  return name === undefined ? schema : resolved(document.components.schemas[name] ?? {}, document);
}

export function problemsOf(given: Schema, value: unknown, document: Document, path = '$'): string[] {
  const schema = resolved(given, document);
  if (schema.anyOf) return schema.anyOf.some((one) => problemsOf(one, value, document).length === 0) ? [] : [`${path}: none of these`];
  if (schema.const !== undefined && value !== schema.const) return [`${path}: not the constant`];
  if (schema.enum && !schema.enum.includes(value)) return [`${path}: not in the list`];
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.includes(typeOf(value)) && !(types.includes('number') && typeOf(value) === 'integer'))
    return [`${path}: ${typeOf(value)}`];
  if (typeof value === 'string') return stringProblems(schema, value, path);
  if (Array.isArray(value)) {
    const wrong = value.length > (schema.maxItems ?? Infinity) || value.length < (schema.minItems ?? 0) ? [`${path}: its length`] : [];
    return [...wrong, ...value.flatMap((one, index) => (schema.items ? problemsOf(schema.items, one, document, `${path}.${index}`) : []))];
  }
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.entries(value);
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => `${path}: ${name} is missing`),
    ...members.flatMap(([name, one]) => {
      const own = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      if (own) return problemsOf(own, one, document, `${path}.${name}`);
      return schema.additionalProperties === false ? [`${path}: ${name} is too many`] : [];
    }),
  ];
}

function stringProblems({ pattern, minLength = 0, maxLength = Infinity }: Schema, value: string, path: string): string[] {
  if (value.length < minLength || value.length > maxLength) return [`${path}: its length`];
  return pattern === undefined || new RegExp(pattern, 'u').test(value) ? [] : [`${path}: its form`];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

export function arbitraryOf(given: Schema, document: Document): fc.Arbitrary<unknown> {
  const schema = resolved(given, document);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => arbitraryOf(one, document)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'array')
    return fc.array(arbitraryOf(schema.items ?? {}, document), {
      minLength: schema.minItems ?? 0,
      maxLength: Math.min(3, schema.maxItems ?? 3),
    });
  if (schema.type === 'string') return strings(schema);
  if (schema.type !== 'object') throw new Error(`this maker does not know ${String(schema.type)}`);
  const members = Object.entries(schema.properties ?? {}).map(([name, one]) => [name, arbitraryOf(one, document)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: schema.required ?? [] });
}

function strings(schema: Schema): fc.Arbitrary<string> {
  const some = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.lorem(),
    fc.webUrl(),
    fc.constant('A **bold** answer.'),
  );
  return some.filter((text) => stringProblems(schema, text, '').length === 0);
}
