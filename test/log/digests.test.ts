import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/core/post.ts';
import { fillDigest, outputDigest, postDigest, pseudonym, requirementsDigest, rulesDigest, saltedDigest } from '../../src/log/digests.ts';
import { bytesOf, refusalOf, unhex, vectors } from './vectors.ts';

const { posts, fills, requirements, salted, rules, pseudonyms } = vectors('digests');
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

describe('digests', () => {
  it.each(posts)('gives the post $name the digest that people approved', ({ post, digest }) => {
    expect(postDigest(post)).toBe(digest);
  });

  it('takes a post’s digest over all of it, written out by hand here', () => {
    const post: Post = {
      v: 1,
      salt: '00'.repeat(32),
      publicationId: 'pub_0',
      destination: { platform: 'playground', workspace: 'acme', channel: 'random', thread: null },
      audience: 'workspace',
      requirementsDigest: 'ab'.repeat(32),
      request: { method: 'post', body: { text: 'Grüße', notify: [] } },
    };
    const byHand =
      `{"audience":"workspace","destination":{"channel":"random","platform":"playground","thread":null,"workspace":"acme"},` +
      `"publicationId":"pub_0","request":{"body":{"notify":[],"text":"Grüße"},"method":"post"},` +
      `"requirementsDigest":"${'ab'.repeat(32)}","salt":"${'00'.repeat(32)}","v":1}`;
    expect(postDigest(post)).toBe(sha256(`countersign/post/v1\n${byHand}`));
  });

  it('changes a post’s digest with every field of the post', () => {
    const [{ post } = { post: undefined }] = posts;
    if (!post) throw new Error('no post among the vectors');
    const changes: Partial<Post>[] = [
      { salt: '11'.repeat(32) },
      { publicationId: 'pub_other' },
      { destination: { ...post.destination, channel: 'other' } },
      { destination: { ...post.destination, thread: null } },
      { audience: 'external' },
      { requirementsDigest: '22'.repeat(32) },
      { request: { ...post.request, method: 'other' } },
      { request: { ...post.request, body: { ...post.request.body, notify: ['playground:acme:dan'] } } },
    ];
    const digests = [post, ...changes.map((change) => ({ ...post, ...change }))].map(postDigest);
    expect(new Set(digests).size).toBe(changes.length + 1);
  });

  it.each(fills)('gives the filled post $name its digest', ({ request, digest }) => {
    expect(fillDigest(request)).toBe(digest);
  });

  it('takes a fill’s digest over method and body alone', () => {
    expect(fillDigest({ method: 'post', body: { b: 1, a: 'x' } })).toBe(
      sha256('countersign/fill/v1\n{"body":{"a":"x","b":1},"method":"post"}'),
    );
  });

  it.each(requirements)('gives the requirements “$name” their digest', ({ requirements: demanded, digest }) => {
    expect(requirementsDigest(demanded)).toBe(digest);
  });

  it('takes the digest of requirements over all of them', () => {
    const byHand = `{"destination":null,"fallback":null,"reviewers":"not_required","v":1,"widestAudience":"requester"}`;
    const demanded = { v: 1, destination: null, reviewers: 'not_required', widestAudience: 'requester', fallback: null } as const;
    expect(requirementsDigest(demanded)).toBe(sha256(`countersign/requirements/v1\n${byHand}`));
  });

  it.each(salted)('gives the $kind “$text” its salted digest', ({ kind, salt, text, digest }) => {
    expect(saltedDigest(kind, salt, text)).toBe(digest);
  });

  it('salts: the same words twice have two digests, and so have the same words of another kind', () => {
    const [a, b] = ['01'.repeat(32), '02'.repeat(32)];
    expect(saltedDigest('text', a, 'yes')).toBe(sha256(`countersign/salted/v1\n{"kind":"text","salt":"${a}","text":"yes","v":1}`));
    expect(saltedDigest('text', b, 'yes')).not.toBe(saltedDigest('text', a, 'yes'));
    expect(saltedDigest('reason', a, 'yes')).not.toBe(saltedDigest('text', a, 'yes'));
    expect(outputDigest(a, 'yes')).toBe(saltedDigest('output', a, 'yes'));
  });

  it.each(['', '01', '0g'.repeat(32), 'AB'.repeat(32)])('refuses the salt “%s”', (salt) => {
    expect(refusalOf(() => saltedDigest('text', salt, 'yes'))).toBe('VALUE_REFUSED');
    expect(refusalOf(() => postDigest({ ...(posts[0]?.post as Post), salt }))).toBe('VALUE_REFUSED');
  });

  it('refuses posts and requirements of another version', () => {
    expect(refusalOf(() => postDigest({ ...posts[0]?.post, v: 2 } as unknown as Post))).toBe('UNKNOWN_VERSION');
    expect(refusalOf(() => requirementsDigest({ ...requirements[0]?.requirements, v: 2 } as never))).toBe('UNKNOWN_VERSION');
  });

  it('takes the digest of the rules over the bytes of their file', () => {
    for (const { text, digest } of rules) expect(rulesDigest(bytesOf(text))).toBe(digest);
    expect(rulesDigest(Uint8Array.of(0xff, 0x0a))).toBe(
      createHash('sha256').update('countersign/rules/v1\n').update(Uint8Array.of(0xff, 0x0a)).digest('hex'),
    );
  });

  it.each(pseudonyms)('calls $person by a name that only their key gives', ({ key, person, pseudonym: name }) => {
    expect(pseudonym(unhex(key), person)).toBe(name);
    expect(name).toBe(createHmac('sha256', unhex(key)).update(person).digest('hex'));
    expect(pseudonym(unhex('00'.repeat(32)), person)).not.toBe(name);
  });

  it('makes no pseudonym with a short key or of half a character', () => {
    expect(refusalOf(() => pseudonym(new Uint8Array(31), 'playground:acme:ana'))).toBe('VALUE_REFUSED');
    expect(refusalOf(() => pseudonym(new Uint8Array(32), 'playground:acme:\ud800'))).toBe('VALUE_REFUSED');
  });
});
