import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

const start = `import { captureException, init } from '@tocsin/browser'; init({ dsn: DSN });`;

describe.skipIf(withoutBrowser)('what is thrown or rejected in a page', () => {
  const lab = useLab();

  it.each([
    ['a text', `throw 'a mere text'`, { type: 'Error', value: 'a mere text' }],
    ['a number', `throw 7`, { value: 'Thrown value: 7' }],
    ['nothing', `throw undefined`, { type: 'Error', value: 'Thrown value: undefined' }],
    ['null', `throw null`, { type: 'Error', value: 'Thrown value: null' }],
    ['a text that says so', `throw 'null'`, { type: 'Error', value: 'null' }],
    ['an object', `throw { code: 7, status: 'sad' }`, { value: 'Object thrown, with keys: code, status' }],
    ['a DOMException', `document.body.append(document)`, { type: 'HierarchyRequestError' }],
    ['a rejected DOMException', `Promise.reject(new DOMException('storage is full', 'QuotaExceededError'))`, { type: 'QuotaExceededError', value: 'storage is full' }],
    ['an aborted fetch', `fetch('app.js', { signal: AbortSignal.abort() })`, { type: 'AbortError' }],
    ['a failed fetch', `fetch('http://127.0.0.1:1/')`, { type: 'TypeError', value: 'Failed to fetch' }],
    ['an ErrorEvent', `captureException(new ErrorEvent('error', { error: new RangeError('inside') }))`, { type: 'RangeError', value: 'inside' }],
    ['an ErrorEvent without an error', `captureException(new ErrorEvent('error', { message: 'no more than this' }))`, { value: 'no more than this' }],
    ['a CustomEvent with a reason', `dispatchEvent(new CustomEvent('unhandledrejection', { detail: { reason: new RangeError('of a library') } }))`, { type: 'RangeError', value: 'of a library' }],
    ['an event', `Promise.reject(new Event('abort'))`, { type: 'Event', value: 'Event of type abort' }],
    ['an element', `Promise.reject(document.body)`, { type: 'HTMLBodyElement' }],
    ['an error of another frame', `const frame = document.body.appendChild(document.createElement('iframe')); throw new frame.contentWindow.RangeError('next door')`, { type: 'RangeError', value: 'next door' }],
    ['an aggregate', `Promise.any([Promise.reject(new Error('one'))])`, { type: 'Error', value: 'one' }],
    ['a revoked proxy', `const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy`, { mechanism: expect.objectContaining({ handled: false }) }],
  ])('arrives once: %s', async (_, script, expected) => {
    const { received, arrived } = await lab.visit({ script: `${start} setTimeout(() => { ${script} });` });
    const [event] = await received(1);
    expect(event?.exception?.values[0]).toMatchObject(expected);
    expect(arrived()).toHaveLength(1);
  });

  it('leaves window.onerror, its answer and other listeners alone', async () => {
    const { page, received, console } = await lab.visit({
      script: `
        window.heard = [];
        window.onerror = (message, file, line, column, error) => { heard.push(error.message); return true; };
        ${start}
        addEventListener('unhandledrejection', (event) => { heard.push(event.reason.message); event.preventDefault(); });
        setTimeout(() => { throw new Error('first'); });
        setTimeout(() => Promise.reject(new Error('second')), 20);`,
    });
    await received(2);
    expect(await page.evaluate('heard')).toEqual(['first', 'second']);
    // Both were said to be dealt with, so the browser prints neither.
    expect(console).toEqual([]);
  });
});
