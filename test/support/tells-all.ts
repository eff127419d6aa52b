/** Whether this run has the time to tell everything: `npm run test:all`. */
export function tellsAll(): boolean {
  return process.env['STORIES'] === 'all';
}
