import type { Context } from './context.ts';
import { kept } from './kept.ts';
import type { RuleVersions } from './store.ts';

const newest = kept(({ db }) => db.selectFrom('rule_versions').select(['version', 'digest', 'at']).orderBy('version', 'desc').limit(1));

export function createRuleVersions(context: Context): RuleVersions {
  return {
    latest: () => newest.first(context),
    async insert({ version, digest, at }) {
      await context.db.insertInto('rule_versions').values({ version, digest, at }).execute();
    },
  };
}
