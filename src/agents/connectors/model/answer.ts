import type { JSONSchema7 } from 'ai';
import { AgentError } from '../../agent-error.ts';

/**
 * The contract (src/agents/contract.ts) in the part of JSON Schema that endpoints hold a model to: one object, every member required, null
 * for what may be left out (https://platform.openai.com/docs/guides/structured-outputs). What keeps to it may still break the contract.
 */
export const ANSWER_SCHEMA: JSONSchema7 = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'audience', 'text', 'sources'],
  properties: {
    kind: { type: 'string', enum: ['answer', 'nothing_found'] },
    audience: { type: 'string', enum: ['requester_only'] },
    text: { type: 'string', description: 'The answer, in Markdown; empty where nothing was found.' },
    sources: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['title', 'url'],
        properties: { title: { type: 'string' }, url: { type: ['string', 'null'] } },
      },
    },
  },
};

/**
 * What a model said, as it said it, for the contract to be parsed. Two things are read as what they stand for: a fence around the whole
 * of it, and a `url` of null. Throws an AgentError for what is no JSON.
 */
export function answerIn(text: string): unknown {
  const [, fenced] = /^```(?:json)?\s*\n([\s\S]*)\n```$/.exec(text.trim()) ?? [];
  let answer: unknown;
  try {
    answer = JSON.parse(fenced ?? text);
  } catch {
    // It may be the text of an answer, so it is not quoted.
    throw new AgentError('The model answered with something that is not JSON.');
  }
  return withoutNullUrls(answer);
}

function withoutNullUrls(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('sources' in answer) || !Array.isArray(answer.sources)) return answer;
  const sources = answer.sources.map((source: unknown) => {
    if (typeof source !== 'object' || source === null || !('url' in source) || source.url !== null) return source;
    const { url: _, ...rest } = source;
    return rest;
  });
  return { ...answer, sources };
}
