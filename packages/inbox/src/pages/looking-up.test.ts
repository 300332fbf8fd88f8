import { describe, expect, it } from 'vitest';
import { words } from '../../test/page-words';
import { idOf, plainEventId, typeError } from '../../test/running-inbox';
import { usePages } from '../../test/use-pages';

const HASH = 'mitup-solan-tubat-dovir';
const NOW = Date.UTC(2026, 10, 22, 12, 30);

describe('looking up', () => {
  const pages = usePages(NOW);
  const { post } = pages;

  const where = async (text: string) => {
    const response = await pages.inbox.get(`/lookup?hash=${encodeURIComponent(text)}`);
    return [response.status, response.headers.get('location')];
  };

  it.each([HASH, ' Mitup  Solan Tubat Dovir ', 'MITUPSOLANTUBATDOVIR', 'mitup_solan.tubat/dovir', '"mitup-solan-tubat-dovir"'])('finds an event by its hash, typed as "%s"', async (text) => {
    await post(typeError('x'), idOf(HASH));
    expect(await where(text)).toEqual([303, `/events/${idOf(HASH)}`]);
  });

  it('finds an event by its id, with and without dashes, in any case', async () => {
    await post({});
    const id = plainEventId(1);
    const dashed = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    for (const text of [id, dashed, dashed.toUpperCase(), ` ${id} `]) expect(await where(text)).toEqual([303, `/events/${id}`]);
    expect((await pages.inbox.get(`/events/${dashed}`)).status).toBe(200);
  });

  it('finds an event by what people paste: text around the hash, an address, the instance of problem details', async () => {
    await post(typeError('x'), idOf(HASH));
    const dashed = idOf(HASH).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    // The second one names an event that is not there before the one that is.
    for (const text of [`Ticket: ${HASH}.`, `${plainEventId(8)} or order ${HASH}`, `${pages.inbox.url}/lookup?hash=${HASH}`, `${pages.inbox.url}/events/${idOf(HASH)}`, `urn:uuid:${dashed}`]) {
      expect([text, ...(await where(text))]).toEqual([text, 303, `/events/${idOf(HASH)}`]);
    }
  });

  it('finds a hash in a whole letter, in whatever letters that is written', async () => {
    await post(typeError('x'), idOf(HASH));
    expect(await where(`${'שלום, זה נשבר. '.repeat(1_500)}${HASH}`)).toEqual([303, `/events/${idOf(HASH)}`]);
  });

  it('says what was looked for when there is nothing', async () => {
    for (const [text, reading] of [
      [HASH, `the error hash ${HASH}`],
      [plainEventId(3), `the event id ${plainEventId(3)}`],
      [`Ticket: ${HASH}.`, `the error hash ${HASH}`],
      ['order 17', 'neither an error hash nor an event id'],
    ] as const) {
      const response = await pages.inbox.get(`/lookup?hash=${encodeURIComponent(text)}`);
      expect(response.status).toBe(404);
      const html = words(await response.text());
      expect(html).toContain(`Looked for ${text} , read as ${reading}.`);
      expect(html).toContain('of the letters a b d h i j l m n o p r s t u v z;');
      expect(html).toContain('may be on its way: look again in a moment.');
    }
  });

  it.each(['mitup-babab-babab-babab', 'mitup', 'Mitup solan', 'Ticket: mitup-babab-babab-babab.'])('offers the issue of the first word for "%s"', async (text) => {
    await post(typeError('x'), idOf(HASH));
    await post({ message: 'other' }, idOf('solan-solan-tubat-dovir'));
    // Begins like the hash, but is no id of ours: it has no words.
    await post({ message: 'foreign' }, `${idOf(HASH).slice(0, 12)}4${idOf(HASH).slice(13, 31)}${idOf(HASH).endsWith('0') ? '1' : '0'}`);
    const html = await (await pages.inbox.get(`/lookup?hash=${encodeURIComponent(text)}`)).text();
    expect(words(html)).toContain('The first word belongs to an issue that is known');
    expect(html).toContain('<a href="/issues/1">TypeError: x</a>');
    expect(words(html)).not.toContain('other');
    expect(words(html)).not.toContain('foreign');
  });

  it('goes to the list when nothing was typed', async () => {
    expect(await where('  ')).toEqual([303, '/']);
  });

  it('answers JSON to programs', async () => {
    await post(typeError('x', { release: 'a@1', environment: 'test', timestamp: NOW / 1000 - 60, contexts: { flood: { suppressed: 9 } } }), idOf(HASH));
    const response = await pages.inbox.get(`/lookup?hash=${HASH}`, { accept: 'application/json' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      eventId: idOf(HASH),
      hash: HASH,
      title: 'TypeError: x',
      culprit: 'checkout in src/cart.js',
      where: { file: 'src/cart.js', line: 42, function: 'checkout' },
      level: 'error',
      release: 'a@1',
      environment: 'test',
      firstSeen: '2026-11-22T12:29:00.000Z',
      lastSeen: '2026-11-22T12:29:00.000Z',
      count: 10,
      issueUrl: `${pages.inbox.url}/issues/1`,
      eventUrl: `${pages.inbox.url}/events/${idOf(HASH)}`,
    });
  });

  it('answers JSON to programs when there is nothing, too', async () => {
    await post(typeError('x'), idOf(HASH));
    const response = await pages.inbox.get('/lookup?hash=mitup-babab-babab-babab', { accept: 'application/json' });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      detail: 'nothing found; the text was read as the error hash mitup-babab-babab-babab',
      lookedFor: 'mitup-babab-babab-babab',
      issues: [{ title: 'TypeError: x', issueUrl: `${pages.inbox.url}/issues/1` }],
    });
  });

  it('answers a page to browsers, which accept anything', async () => {
    const response = await pages.inbox.get(`/lookup?hash=${HASH}`, { accept: 'text/html,application/json;q=0.9,*/*;q=0.8' });
    expect(response.headers.get('content-type')).toContain('text/html');
  });
});
