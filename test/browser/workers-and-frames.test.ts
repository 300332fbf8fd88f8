import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

/** A script of its own that starts the SDK and fails. */
const failing = (name: string): string => `import { init } from '@tocsin/browser'; init({ dsn: DSN }); setTimeout(function fail() { throw new Error('in a ${name}'); }); setTimeout(() => Promise.reject(new Error('rejected in a ${name}')), 20);`;

describe.skipIf(withoutBrowser)('workers and frames', () => {
  const lab = useLab();

  it.each([
    ['dedicated worker', `new Worker('worker.js')`],
    ['shared worker', `new SharedWorker('worker.js')`],
    ['service worker', `navigator.serviceWorker.register('worker.js')`],
  ])('report what fails in a %s', async (name, start) => {
    const { received, messages, events, url } = await lab.visit({ script: `window.worker = ${start};`, files: { 'worker.js': failing(name) } });
    await received(2);
    expect(messages()).toEqual([`in a ${name}`, `rejected in a ${name}`]);
    expect(events()[0]).toMatchObject({ request: { url: `${url}worker.js` } });
  });

  it('report a worker without the SDK from the page that has it', async () => {
    const { received, arrived, url } = await lab.visit({
      script: `import { init } from '@tocsin/browser'; init({ dsn: DSN }); window.worker = new Worker('worker.js');`,
      files: { 'worker.js': `setTimeout(() => { throw new TypeError('far away'); });` },
    });
    const [event] = await received(1);
    expect(event?.exception?.values[0]).toMatchObject({ type: 'TypeError', value: 'far away', stacktrace: { frames: [{ filename: `${url}worker.js` }] } });
    expect(arrived()).toHaveLength(1);
  });

  it('report a worker twice where both have the SDK, unless the worker keeps it to itself', async () => {
    const worker = `import { init } from '@tocsin/browser'; init({ dsn: DSN }); if (location.search) addEventListener('error', (event) => event.preventDefault()); setTimeout(() => { throw new TypeError('far away'); });`;
    const page = (query: string): string => `import { init } from '@tocsin/browser'; init({ dsn: DSN }); window.worker = new Worker('worker.js${query}');`;
    const [both, one] = [await lab.visit({ script: page(''), files: { 'worker.js': worker } }), await lab.visit({ script: page('?alone'), files: { 'worker.js': worker } })];
    await both.received(2);
    await one.received(1);
    await one.page.waitForTimeout(300);
    expect([both.messages(), one.messages()]).toEqual([['far away', 'far away'], ['far away']]);
  });

  it.each([
    ['of the same origin', '<iframe src="inner.html"></iframe>'],
    ['of another origin', '<iframe id="elsewhere"></iframe>'],
    ['in a sandbox', '<iframe src="inner.html" sandbox="allow-scripts"></iframe>'],
  ])('report what fails in a frame %s', async (_, frame) => {
    const { received, messages } = await lab.visit({
      html: `<!doctype html><title>Frames</title><link rel="icon" href="data:,"><body>${frame}<script src="app.js"></script>`,
      script: `const frame = document.getElementById('elsewhere'); if (frame) frame.src = ELSEWHERE + 'inner.html';`,
      files: { 'inner.html': '<!doctype html><title>Inside</title><body><script src="inner.js" crossorigin></script>', 'inner.js': failing('frame') },
    });
    await received(2);
    expect(messages()).toEqual(['in a frame', 'rejected in a frame']);
  });
});
