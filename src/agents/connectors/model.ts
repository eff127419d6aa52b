import { isAbsolute } from 'node:path';
import type { AgentRule } from '../../core/rule-book.ts';
import type { Agent, AgentQuestion } from '../agent.ts';
import { bearerIn } from '../our-variables.ts';
import { type Connector, connectorOf } from '../connector.ts';
import { addressOf } from '../reach.ts';
import type { ToolServers } from '../tools/servers.ts';
import type { Endpoint } from './model/call.ts';
import { type Prompt, promptFor } from './model/prompt.ts';

export interface ModelOptions {
  env: Readonly<Record<string, string | undefined>>;
  servers: ToolServers;
}

interface Model {
  endpoint: Endpoint;
  /** An absolute path. */
  instructions: string | null;
  steps: number;
}

/** `connector: model` in the rules file; docs/agents.md has its settings. */
export function createModelConnector({ env, servers }: ModelOptions): Connector {
  return connectorOf(
    ({ settings }) => modelOf(settings, env),
    ({ name }, model) => createModelAgent(name, model, servers),
  );
}

function createModelAgent(name: string, { endpoint, instructions, steps }: Model, servers: ToolServers): Agent {
  // The log is bound to what it was told: that, and no later look at the file, is what it gets.
  const told = new WeakMap<AgentQuestion, Prompt>();
  return {
    name,
    async told(question) {
      const prompt = await promptFor(question, instructions);
      told.set(question, prompt);
      return { model: endpoint.model, prompt: `${prompt.system}\n\n${prompt.question}` };
    },
    async run(question, signal, oversight) {
      signal.throwIfAborted();
      const prompt = told.get(question) ?? (await promptFor(question, instructions));
      const { converse, openToolBox } = await loaded();
      signal.throwIfAborted();
      await using tools = await openToolBox(question.tools, servers, { agent: name, signal, oversight });
      return await converse({ endpoint, prompt, tools, steps, signal, oversight });
    },
  };
}

/** Only when a model is asked: the packages behind it take longer to load than all else, and every command would wait for them. */
async function loaded() {
  const [{ converse }, { openToolBox }] = await Promise.all([import('./model/converse.ts'), import('../tools/tool-box.ts')]);
  return { converse, openToolBox };
}

/** The name of a model: it stands in the log, and on cards. */
const MODEL = /^[!-~]{1,200}$/;
const MOST_TOKENS = 2_000;
const MOST_STEPS = 8;

/** Or what is wrong with the rule, as the rest of a sentence. */
function modelOf(settings: AgentRule['settings'], env: ModelOptions['env']): Model | string {
  const { url: written, model, key: name, instructions = null, private_addresses: privately, steps = String(MOST_STEPS) } = settings;
  const { response_format: responseFormat = 'json_schema' } = settings;
  const mayBePrivate = privately === 'allow';
  const url = addressOf(written, mayBePrivate);
  if (typeof url === 'string') return url;
  if (url.search !== '' || url.hash !== '') return 'has a `?` or a `#` in its `url:`, to which a path is appended.';
  if (typeof model !== 'string' || !MODEL.test(model)) return 'needs a `model:`, without spaces.';
  if (instructions !== null && (typeof instructions !== 'string' || !isAbsolute(instructions)))
    return 'needs `instructions:` as an absolute path.';
  if (responseFormat !== 'json_schema' && responseFormat !== 'json_object' && responseFormat !== 'none')
    return 'has a `response_format:` that is none of json_schema, json_object and none.';
  const bearer = bearerIn(name, env);
  if (!bearer.ok) return bearer.because;
  const as = settings.max_completion_tokens === undefined ? 'max_tokens' : 'max_completion_tokens';
  const tokens = { most: Number(settings[as] ?? MOST_TOKENS), as } as const;
  return { endpoint: { url, model, key: bearer.key, mayBePrivate, tokens, responseFormat }, instructions, steps: Number(steps) };
}
