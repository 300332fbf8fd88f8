import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

describe.skipIf(withoutBrowser)('what a page asks for', () => {
  const lab = useLab();

  it('violations of its policy', async () => {
    const server = new URL(lab.intake().dsn()).origin;
    const { received, arrived, url } = await lab.visit({
      headers: { 'content-security-policy': `default-src 'self'; img-src data:; connect-src ${server}` },
      script: `import { cspViolationsIntegration, init } from '@tocsin/browser';
        init({ dsn: DSN, integrations: [cspViolationsIntegration()] });
        fetch('https://parrots.example/speak?who=me').catch(() => undefined);`,
    });
    const [event] = await received(1);
    expect(event).toMatchObject({
      level: 'warning',
      exception: { values: [{ type: 'SecurityPolicyViolation', value: 'connect-src blocked https://parrots.example', stacktrace: { frames: [{ filename: `${url}app.js` }] } }] },
      contexts: { csp: { effective_directive: 'connect-src', disposition: 'enforce' } },
    });
    expect(arrived()).toHaveLength(1);
  });

  it('not what its policy does to our own requests, which would be a circle', async () => {
    const { page } = await lab.visit({
      headers: { 'content-security-policy': `default-src 'self'; img-src data:; connect-src 'none'` },
      script: `import { captureException, cspViolationsIntegration, init, stats } from '@tocsin/browser';
        window.violations = [];
        addEventListener('securitypolicyviolation', ({ blockedURI }) => violations.push(blockedURI));
        init({ dsn: DSN, integrations: [cspViolationsIntegration()] });
        window.stats = stats;
        captureException(new Error('cannot leave'));`,
    });
    await expect.poll(() => page.evaluate('violations.length')).toBeGreaterThan(0);
    expect(await page.evaluate('stats().error.captured')).toBe(1);
  });

  it('what the browser reports about the page, also from before', async () => {
    const { received } = await lab.visit({
      script: `import { init, reportingObserverIntegration } from '@tocsin/browser';
        // Synchronous requests are on their way out.
        const request = new XMLHttpRequest(); request.open('GET', 'app.js', false); request.send();
        init({ dsn: DSN, integrations: [reportingObserverIntegration({ types: ['deprecation'] })] });`,
    });
    const [event] = await received(1);
    expect(event).toMatchObject({ level: 'warning', message: expect.stringMatching(/^Browser report \(deprecation\): /), contexts: { report: { type: 'deprecation' } } });
  });

  it.each([
    ['drop-error-if-contains-third-party-frames', ['own']],
    ['drop-error-if-exclusively-contains-third-party-frames', ['both', 'own']],
    ['apply-tag-if-contains-third-party-frames', ['both +', 'foreign +', 'own']],
    ['apply-tag-if-exclusively-contains-third-party-frames', ['both', 'foreign +', 'own']],
  ])('to %s', async (behaviour, expected) => {
    const stamp = `(globalThis._sentryModuleMetadata ??= {})[new Error().stack] = { '_sentryBundlerPluginAppKey:shop': true };`;
    const { received, events } = await lab.visit({
      html: '<!doctype html><title>A page</title><link rel="icon" href="data:,"><body><script src="foreign.js"></script><script src="app.js"></script>',
      script: `import { captureException, init, thirdPartyErrorFilterIntegration } from '@tocsin/browser'; ${stamp}
        init({ dsn: DSN, integrations: [thirdPartyErrorFilterIntegration({ filterKeys: ['shop'], behaviour: '${behaviour}' })] });
        captureException(makeError('foreign'));
        callBack(() => captureException(new Error('both')));
        setTimeout(() => captureException(new Error('own')));`,
      files: { 'foreign.js': `window.makeError = (text) => { const error = new Error(text); error.stack = 'Error: ' + text + '\\n    at foreign (' + HERE + 'foreign.js:1:2)'; return error; }; window.callBack = (run) => { run(); };` },
    });
    await received(expected.length);
    const told = events().map(({ exception, tags }) => `${exception?.values[0]?.value}${tags?.['third_party_code'] ? ' +' : ''}`);
    expect(new Set(told)).toEqual(new Set(expected));
    expect(told).toHaveLength(expected.length);
  });
});
