/** What a message of ours is known by: `p` or `c` (of a notice `n`), and the 16 bytes of an id in base64url. An id is those bytes in Crockford's base32. */

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The publication or card that this nonce stands for; null for any other. */
export function idOfNonce(nonce: unknown): string | null {
  const [, letter, bytes] = typeof nonce === 'string' ? (/^([pc])([\w-]{22})$/.exec(nonce) ?? []) : [];
  if (letter === undefined || bytes === undefined) return null;
  return `${letter === 'p' ? 'pub' : 'crd'}_${base32(Buffer.from(bytes, 'base64url'))}`;
}

/** Of words of ours that show no draft. */
export function isOfNotice(nonce: unknown): boolean {
  return typeof nonce === 'string' && /^n[\w-]{22}$/.test(nonce);
}

/** For the checker's own stories. */
export function nonceOf(id: string): string {
  const [prefix, words = ''] = id.split('_');
  const value = [...words].reduce((sum, one) => (sum << 5n) | BigInt(CROCKFORD.indexOf(one)), 0n) >> 2n;
  const bytes = Buffer.from(value.toString(16).padStart(32, '0'), 'hex');
  return `${prefix === 'pub' ? 'p' : 'c'}${bytes.toString('base64url')}`;
}

/** 128 bits and two of nothing, five at a time. */
function base32(bytes: Buffer): string {
  let value = BigInt(`0x${bytes.toString('hex')}`) << 2n;
  let words = '';
  for (let n = 0; n < 26; n += 1) {
    words = CROCKFORD.charAt(Number(value & 31n)) + words;
    value >>= 5n;
  }
  return words;
}
