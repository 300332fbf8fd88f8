import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

describe.skipIf(withoutBrowser)('a page that allows next to nothing', () => {
  const lab = useLab();

  it('is watched without a violation of its policy', async () => {
    const server = new URL(lab.intake().dsn()).origin;
    const { received, messages, page, console } = await lab.visit({
      headers: { 'content-security-policy': `default-src 'none'; script-src 'self'; connect-src ${server}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'` },
      script: `
        window.violations = [];
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => violations.push([violatedDirective, sample]));
        import('@tocsin/browser').then(({ captureException, init }) => {
          init({ dsn: DSN });
          setTimeout(() => { throw new Error('thrown'); });
          Promise.reject(new Error('rejected'));
          captureException(new Error('captured'), { extra: { element: document.body } });
        });`,
    });
    await received(3);
    expect(messages()).toEqual(['captured', 'rejected', 'thrown']);
    expect(await page.evaluate('violations')).toEqual([]);
    expect(console.filter((line) => /Content Security Policy|Trusted/.test(line))).toEqual([]);
  });
});
