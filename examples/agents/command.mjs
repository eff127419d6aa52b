#!/usr/bin/env node
// An agent as a program: one line of JSON in, lines of JSON out. docs/agents.md says what is in them.
import { createInterface } from 'node:readline';

const ANSWERS = [
  [/\b(coffee|espresso)\b/i, 'The machine on the second floor is descaled on Mondays. Until 10:00, use the one by the stairs.'],
  [/\b(door|badge)\b/i, 'A lost badge is blocked at the reception, extension 100. A new one takes a day.'],
];
const say = (line) => console.log(JSON.stringify(line));

for await (const line of createInterface({ input: process.stdin })) {
  const { question, max_characters: most } = JSON.parse(line);
  const text = ANSWERS.find(([about]) => about.test(question))?.[1].slice(0, most) ?? '';
  // As often as you like: all that there is of the answer so far. Whoever asked reads it while they wait.
  if (text !== '') say({ kind: 'progress', text: `${text.split('. ')[0]}.` });
  const sources = text === '' ? [] : [{ title: 'The house rules' }];
  say({ kind: text === '' ? 'nothing_found' : 'answer', audience: 'requester_only', text, sources });
}
