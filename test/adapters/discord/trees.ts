import { PEOPLE } from './fake/seed.ts';
import { treesOf } from '../trees.ts';

/** What Discord, or an inattentive adapter, could take for something of its own. */
export const HOSTILE = [
  `<@${PEOPLE.dan}>`,
  `<@!${PEOPLE.dan}>`,
  '<@&300000000000000001>',
  '<#400000000000000001>',
  '@everyone',
  '@here',
  '<t:1700000000:R>',
  '</ask:123>',
  '<a:party:123>',
  ':smile:',
  'https://evil.example/a',
  '<https://evil.example/a>',
  '[a](https://evil.example/b)',
  'discord.gg/evil',
  '**b**',
  '_i_',
  '__u__',
  '~~s~~',
  '||hidden||',
  '`c`',
  '```',
  '# big',
  '-# small',
  '> said',
  '- item',
  '1. first',
  '‹@Ben 100›',
  '‹',
  '›',
  '\\',
  '\\‹',
  '[:]//',
  '[\\:]',
  'cs:approve:crd_0',
];

export const { words, inline, tree } = treesOf({
  hostile: HOSTILE,
  people: [`discord:${PEOPLE.ana}`, `discord:${PEOPLE.ben}`, `discord:${PEOPLE.gil}`],
  urls: ['https://host.example/path?q=1&r=2', 'http://other.example/', 'https://host.example/(a)'],
});
