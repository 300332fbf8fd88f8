import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

/** A script from another origin, of whose errors browsers tell pages nothing. */
const load = `const script = document.createElement('script'); script.src = ELSEWHERE + 'third.js'; document.body.append(script);`;

describe.skipIf(withoutBrowser)('errors that a browser hides', () => {
  const lab = useLab();

  it('are told in full when they come from timers, frames and listeners', async () => {
    const { received, messages, elsewhere, events } = await lab.visit({
      script: `import { init } from '@tocsin/browser'; init({ dsn: DSN }); ${load}`,
      files: {
        'third.js': `
          function late() { throw new Error('in a timer'); }
          setTimeout(late);
          const timer = setInterval(() => { clearInterval(timer); throw new Error('in an interval'); });
          requestAnimationFrame(() => { throw new Error('in a frame'); });
          addEventListener('ring', () => { throw new Error('in a listener'); });
          addEventListener('ring', { handleEvent() { throw new Error('in an object'); } });
          dispatchEvent(new Event('ring'));`,
      },
    });
    await received(5);
    expect(messages()).toEqual(['in a frame', 'in a listener', 'in a timer', 'in an interval', 'in an object']);
    const timer = events().find(({ exception }) => exception?.values[0]?.value === 'in a timer');
    expect(timer?.exception?.values[0]?.stacktrace?.frames?.at(-1)).toMatchObject({ function: 'late', filename: `${elsewhere}third.js` });
  });

  it('are counted, with a hint how to see them, when they come from anywhere else', async () => {
    const { page, console, events } = await lab.visit({
      script: `import { init, stats } from '@tocsin/browser'; init({ dsn: DSN }); window.stats = stats; ${load}`,
      files: { 'third.js': `throw new Error('at once');` },
    });
    await expect.poll(() => page.evaluate('stats()')).toMatchObject({ error: { captured: 1, dropped: { ignored: 1 } } });
    expect(console.filter((line) => line.includes('T1007'))).toHaveLength(1);
    expect(events()).toEqual([]);
  });

  it('are counted when they come from handlers that are set as properties, which stay what they were set to', async () => {
    const requests = (who: string) => `
      for (const [name, address] of [['onload', 'data:,here'], ['onloadend', 'data:,here'], ['onerror', 'http://127.0.0.1:1/']]) {
        const request = new XMLHttpRequest();
        const handler = () => { throw new Error('${who} ' + name); };
        request.open('GET', address);
        request[name] = handler;
        request.send();
        kept.push(request[name] === handler);
      }`;
    const { page, received, messages } = await lab.visit({
      script: `import { init, stats } from '@tocsin/browser'; init({ dsn: DSN }); window.stats = stats; window.kept = []; ${requests('own')} ${load}`,
      files: { 'third.js': requests('third') },
    });
    await received(3);
    await expect.poll(() => page.evaluate('stats()')).toMatchObject({ error: { captured: 6, dropped: { ignored: 3 } } });
    expect(messages()).toEqual(['own onerror', 'own onload', 'own onloadend']);
    expect(await page.evaluate('kept')).toEqual([true, true, true, true, true, true]);
  });

  it('leave a listener that was added before us, and is added again, a listener that is called once', async () => {
    const { page } = await lab.visit({
      script: `
        import { init } from '@tocsin/browser';
        window.heard = 0;
        const hear = () => { heard++; };
        addEventListener('ring', hear);
        document.addEventListener('ring', hear, true);
        init({ dsn: DSN });
        addEventListener('ring', hear); addEventListener('ring', hear);
        document.addEventListener('ring', hear, { capture: true });
        dispatchEvent(new Event('ring')); document.dispatchEvent(new Event('ring'));
        removeEventListener('ring', hear); document.removeEventListener('ring', hear, true);
        dispatchEvent(new Event('ring')); document.dispatchEvent(new Event('ring'));`,
    });
    expect(await page.evaluate('heard')).toBe(2);
  });

  it('leave callbacks as they are: arguments, this, answers, removal', async () => {
    const { page } = await lab.visit({
      script: `
        import { close, init } from '@tocsin/browser';
        const heard = window.heard = [];
        const before = () => heard.push('before');
        addEventListener('ring', before);
        init({ dsn: DSN });
        const target = new EventTarget();
        const both = function (event) { heard.push(this === target, event.type); };
        const object = { handleEvent() { heard.push(this === object); } };
        target.addEventListener('ring', both); target.addEventListener('ring', both);
        target.addEventListener('ring', object, { once: true });
        target.addEventListener('ring', null);
        target.dispatchEvent(new Event('ring')); target.dispatchEvent(new Event('ring'));
        target.removeEventListener('ring', both);
        removeEventListener('ring', before);
        target.dispatchEvent(new Event('ring')); dispatchEvent(new Event('ring'));
        const late = () => heard.push('late');
        target.addEventListener('ring', late);
        setTimeout(function (...given) { heard.push(this === window, ...given); }, 0, 1, 2);
        clearTimeout(setTimeout(() => heard.push('cleared')));
        window.done = new Promise((resolve) => setTimeout(async () => {
          await close();
          target.removeEventListener('ring', late);
          target.dispatchEvent(new Event('ring'));
          resolve(heard);
        }, 20));`,
    });
    expect(await page.evaluate('done')).toEqual([true, 'ring', true, true, 'ring', true, 1, 2]);
  });
});
