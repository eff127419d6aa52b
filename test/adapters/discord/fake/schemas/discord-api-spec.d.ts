/** The package has its schemas without their types. */
declare module 'discord-api-spec/zod' {
  interface Issue {
    path: PropertyKey[];
    message: string;
  }
  type Parsed = { success: true; data: unknown } | { success: false; error: { issues: Issue[] } };
  const schemas: Readonly<Record<string, { safeParse(value: unknown): Parsed } | undefined>>;
  export = schemas;
}
