#!/usr/bin/env node
// An agent as a program: one line of JSON in, one line of JSON out. docs/agents.md says what is in them.
import { createInterface } from 'node:readline';

const ANSWERS = [
  [/\b(coffee|espresso)\b/i, 'The machine on the second floor is descaled on Mondays. Until 10:00, use the one by the stairs.'],
  [/\b(door|badge)\b/i, 'A lost badge is blocked at the reception, extension 100. A new one takes a day.'],
];

for await (const line of createInterface({ input: process.stdin })) {
  const { question, max_characters: most } = JSON.parse(line);
  const found = ANSWERS.find(([about]) => about.test(question));
  const answer = found
    ? { kind: 'answer', text: found[1].slice(0, most), sources: [{ title: 'The house rules' }] }
    : { kind: 'nothing_found', text: '', sources: [] };
  console.log(JSON.stringify({ audience: 'requester_only', ...answer }));
}
