import { treesOf } from '../trees.ts';

/** What Slack, or an inattentive adapter, could take for something of its own. */
export const HOSTILE = [
  '<@U0DAN>',
  '<!channel>',
  '<!here|here>',
  '<#C0ENG|x>',
  '<!subteam^S0ONCALL>',
  '<https://evil.example/a|b>',
  '&lt;@U0DAN&gt;',
  '&amp;',
  '*b*',
  '_i_',
  '~s~',
  '`c`',
  '@here',
  '@channel',
  ':smile:',
  '‹@Ben U0BEN›',
  '‹',
  '›',
  '\\',
  '\\‹',
  '[:]//',
  '[\\:]',
  'www.evil.example',
  '{"type":"user"}',
  'cs:approve',
];

export const { words, inline, tree } = treesOf({
  hostile: HOSTILE,
  people: ['slack:T0ACME:U0ANA', 'slack:T0ACME:U0BEN', 'slack:T0ACME:U0GIL'],
  urls: ['https://host.example/path?q=1&r=2', 'http://other.example/', 'https://host.example/'],
});
