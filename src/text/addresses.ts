/**
 * What a chat platform may turn into a live link by itself: `scheme://…`, `www.…`, `host.tld`, four numbers with dots.
 * Platforms decide by lists of top-level domains that change; two letters after a dot are enough for us.
 */

/** Endings of file names that are no top-level domains. A missing one costs a few marks on a card, never safety. */
const FILE_ENDINGS: ReadonlySet<string> = new Set(
  (
    'bat cfg conf config cpp css csv dll doc docx env exe gif gz hcl hpp html ini ipynb jar jpeg jpg js json jsx kt lock log lua ' +
    'mjs pdf pem php png ppt pptx proto scss service sql sqlite svg tar tfvars tgz toml ts tsv tsx txt vue wasm xls xlsx xml yaml yml'
  ).split(' '),
);

/** Letters, marks, digits and symbols (emoji domains exist), hyphen, low line. */
const RUN = /[\p{L}\p{M}\p{N}\p{So}_.-]+/gu;
const TOP_LEVEL = /^(?:\p{L}\p{M}*){2}/u;
const NUMBERS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Replaces every dot that could make a live link of a bare name. */
export function replaceLiveDots(text: string, dot: string): string {
  return text.replace(RUN, (run, at: number) => {
    if (!run.includes('.')) return run;
    const labels = run.split('.');
    const live = liveDots(labels, text[at - 1], text[at + run.length]);
    return labels.map((label, index) => (index === 0 ? label : `${live[index] ? dot : '.'}${label}`)).join('');
  });
}

/** The hosts that a text names, in lower case and without `www.`; an address that cannot be read is ``. */
export function hostsNamedIn(text: string): string[] {
  const folded = text.normalize('NFKC').replace(/(?<=[a-z0-9])。(?=[a-z0-9])/gi, '.');
  const found: string[] = [];
  const bare = folded.replace(/[^\s<>"'()[\]]*:\/\/[^\s<>"'()[\]]*/g, (address) => {
    found.push(URL.parse(address)?.host ?? '');
    return ' ';
  });
  for (const match of bare.matchAll(RUN)) {
    const labels = match[0].split('.');
    if (liveDots(labels, bare[match.index - 1], bare[match.index + match[0].length]).some(Boolean)) found.push(match[0]);
  }
  return found.map(bareHost);
}

/** As hosts are compared: case, a leading `www.` and a dot at the end do not count. */
export function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/\.+$/, '')
    .replace(/^\.*(?:www\.)?/, '');
}

/** For every label, whether the dot before it could make a live link. */
function liveDots(labels: string[], before: string | undefined, after: string | undefined): boolean[] {
  const wholes = labels.join('.').replace(/^\.+|\.+$/g, '');
  const everyDot = NUMBERS.test(wholes) || /^www\./i.test(wholes);
  let last = labels.length - 1;
  while (last > 0 && labels[last] === '') last -= 1;
  return labels.map((label, index) => {
    if (index === 0 || label === '' || labels[index - 1] === '') return false;
    if (everyDot) return true;
    return TOP_LEVEL.test(label) && !(index === last && isFileEnding(label, labels, before, after));
  });
}

/**
 * `.md` is a country's domain, but `staging.md` is a page of somebody's handbook, and platforms leave it alone for that
 * reason. It counts as a file only as a bare `name.md`: no further dot, no path, port or query behind it, no `@` before it.
 */
function isFileEnding(label: string, labels: string[], before: string | undefined, after: string | undefined): boolean {
  const ending = label.toLowerCase();
  if (FILE_ENDINGS.has(ending)) return true;
  return (
    ending === 'md' &&
    labels.filter((one) => one !== '').length === 2 &&
    before !== '@' &&
    !(after !== undefined && '/:?#@'.includes(after))
  );
}
