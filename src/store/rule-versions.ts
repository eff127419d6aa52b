import type { Context } from './context.ts';
import type { RuleVersions } from './store.ts';

export function createRuleVersions({ db }: Context): RuleVersions {
  return {
    latest: () => db.selectFrom('rule_versions').select(['version', 'digest', 'at']).orderBy('version', 'desc').limit(1).executeTakeFirst(),
    async insert({ version, digest, at }) {
      await db.insertInto('rule_versions').values({ version, digest, at }).execute();
    },
  };
}
