import { describe, expect, it } from 'vitest';
import { words } from '../../test/page-words';
import { plainEventId, typeError } from '../../test/running-inbox';
import { usePages } from '../../test/use-pages';

const NOW = Date.UTC(2026, 10, 22, 12, 30);

describe('the page of an event', () => {
  const pages = usePages(NOW);
  const { page, post } = pages;

  it('has the action of an audit record as title, and the finished text of a message', async () => {
    await post({ logger: 'audit', logentry: { message: 'order.cancel by %s', formatted: 'order.cancel by bob', params: ['bob'] }, contexts: { audit: { action: 'order.cancel' } } }, plainEventId(1));
    await post({ logentry: { message: 'stock of %s is low', formatted: 'stock of A is low', params: ['A'] } }, plainEventId(2));
    await post({ logentry: { message: 'stock of %s is low', formatted: 'stock of B is low', params: ['B'] } }, plainEventId(3));
    expect(await page('/issues/1')).toContain('<h1>order.cancel</h1>');
    expect(await page('/issues/2')).toContain('<h1>stock of B is low</h1>');
    expect(words(await page('/'))).toContain('2 issues');
  });

  it('shows moments as times, not as numbers', async () => {
    await post({ contexts: { audit: { action: 'a.b', actor: { id: 'bob' }, at: 1_795_350_548.43, session: { id: 's-1', startedAt: 1_795_350_500, phase: 'act' } } }, extra: { at: 12, cat: 1_795_350_548 } });
    const html = await page(`/events/${plainEventId(1)}`);
    expect(html).toContain('<time datetime="2026-11-22T12:29:08.430Z" title="1795350548.43">2026-11-22 12:29:08 UTC</time>');
    expect(words(html)).toContain('session s-1 session phase act session started at 2026-11-22 12:28:20 UTC');
    expect(words(html)).toContain('at 12 cat 1795350548');
  });

  it('keeps the lines of a value, as of a stack of React components', async () => {
    await post({ contexts: { react: { version: '19.3.1', componentStack: '\n    at Price (http://shop.test/app.js:1:2)\n    at App (http://shop.test/app.js:3:4)' } } }, plainEventId(1));
    const html = await page(`/events/${plainEventId(1)}`);
    // A line feed that follows the tag at once is none of the text (HTML, 13.1.2.5).
    expect(html).toContain('<td><pre>\n    at Price (http://shop.test/app.js:1:2)\n    at App (http://shop.test/app.js:3:4)</pre></td>');
    expect(html).toContain('<td>19.3.1</td>');
  });

  it('tells what people say of the event, and what they sent along', async () => {
    await post(typeError('x'), plainEventId(1));
    const feedback = { timestamp: 1_795_350_548.43, contexts: { feedback: { message: 'I pressed\nthe lamp', name: 'Ada', contact_email: 'ada@shop.example', url: 'http://shop.example/', associated_event_id: plainEventId(1) } } };
    const lines = (...all: readonly object[]) => all.map((line) => JSON.stringify(line)).join('\n');
    const answer = await pages.inbox.post(`${lines({ event_id: plainEventId(7) }, { type: 'feedback' }, feedback, { type: 'attachment', filename: 'screen.png', length: 3 })}\nabc\n`);
    expect(await answer.json()).toEqual({ id: plainEventId(7) });
    await pages.inbox.post(lines({ event_id: plainEventId(1) }, { type: 'user_report' }, { event_id: plainEventId(1), name: 'Bob', email: 'bob@shop.example', comments: '<b>Me too</b>' }));
    await pages.inbox.post(lines({ event_id: plainEventId(1) }, { type: 'feedback' }, { contexts: { feedback: { name: 'Nobody' } } }));
    const html = await page(`/events/${plainEventId(1)}`);
    expect(html).toContain('<p class="value">I pressed\nthe lamp</p>');
    expect(words(html)).toContain('What people say I pressed the lamp Ada (ada@shop.example) , 2026-11-22 12:29:08 UTC , at http://shop.example/ <b>Me too</b> Bob (bob@shop.example) , 2026-11-22 12:30:00 UTC');
    expect(words(html)).toContain('Came with it attachment screen.png 3 bytes feedback 43 bytes');
    expect(html).toContain('&lt;b&gt;Me too&lt;/b&gt;');
  });

  it('keeps apart a name that is written from right to left and the moment behind it', async () => {
    await post(typeError('x'), plainEventId(1));
    const report = { event_id: plainEventId(1), name: 'דוד', comments: 'זה נשבר' };
    await pages.inbox.post([{ event_id: plainEventId(1) }, { type: 'user_report' }, report].map((line) => JSON.stringify(line)).join('\n'));
    expect(await page(`/events/${plainEventId(1)}`)).toContain('<bdi>דוד</bdi>, <time');
  });

  it('has no heading for variables where a call had none', async () => {
    const frames = [{ function: 'empty', in_app: true, vars: {} }, { function: 'full', in_app: true, vars: { n: 1 } }];
    await post({ exception: [{ type: 'E', value: 'v', stacktrace: { frames } }] }, plainEventId(1));
    const html = await page(`/events/${plainEventId(1)}`);
    expect(html.match(/<h4>Variables/g)).toHaveLength(1);
    expect(html.match(/<summary>/g)).toHaveLength(1);
    expect(words(html)).toContain('Variables n 1');
  });

  it('says who acted as whom when an error broke a masquerade', async () => {
    const masquerade = { actor: { id: 'bob' }, onBehalfOf: { id: 'carol', onBehalfOf: { id: 'dave' } }, reason: 'cannot pay', ticket: 'S-2', session: { id: 's-1', startedAt: 1_795_350_500 } };
    await post(typeError('x', { contexts: { masquerade } }), plainEventId(1));
    const text = words(await page(`/events/${plainEventId(1)}`));
    expect(text).toContain('Who acted bob , acting as carol by way of dave Reason: cannot pay (ticket S-2) session s-1');
    expect(text.indexOf('Who acted')).toBeLessThan(text.indexOf('What was thrown'));
    await post({ contexts: { masquerade, audit: { action: 'a.b', actor: { id: 'bob' }, onBehalfOf: { id: 'carol' }, reason: 'cannot pay' } } }, plainEventId(2));
    const audit = words(await page(`/events/${plainEventId(2)}`));
    expect(audit).not.toContain('Who acted');
    expect(audit).toContain('Reason: cannot pay (ticket S-2)');
  });

  it.each([
    [{ type: 'generic', handled: true }, 'Caught by the app.'],
    [{ type: 'auto.middleware.express', handled: false }, 'Not caught by the app. Noticed by auto.middleware.express .'],
    [{ type: 'onerror' }, 'Noticed by onerror .'],
  ])('says in words how an error with the mechanism %j was noticed', async (mechanism, text) => {
    await post({ exception: [{ type: 'Cause', value: 'c', mechanism: { type: 'chained', handled: true } }, { type: 'E', value: 'v', mechanism }] });
    const shown = words(await page('/issues/1'));
    expect(shown).toContain(`v ${text} No stack trace`);
    expect(shown).not.toContain('chained');
  });

  it('says of which while the occurrences are that an event stands for', async () => {
    await post(typeError('x', { contexts: { flood: { suppressed: 1_233, since: 1_795_350_500, until: 1_795_350_548.5 } } }), plainEventId(1));
    for (const path of ['/issues/1', `/events/${plainEventId(1)}`]) expect(words(await page(path))).toContain('Stands for 1,234 occurrences between 2026-11-22 12:28:20 UTC and 2026-11-22 12:29:08 UTC');
    await post(typeError('x', { contexts: { flood: { suppressed: 1, since: 'x', until: 1e300 } } }), plainEventId(2));
    expect(words(await page(`/events/${plainEventId(2)}`))).toContain('Stands for 2 occurrences');
  });

  it('shows a level that is none as an error, with the word that came', async () => {
    await post({ message: 'm', level: 'warnign' });
    for (const path of ['/', '/issues/1', `/events/${plainEventId(1)}`]) expect(words(await page(path))).toContain('error sent as “warnign”');
    const answer = await pages.inbox.get(`/lookup?hash=${plainEventId(1)}`, { accept: 'application/json' });
    expect(await answer.json()).toMatchObject({ level: 'error' });
  });
});
