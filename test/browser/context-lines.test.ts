import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

const app = `import { contextLinesIntegration, init } from '@tocsin/browser'; init({ dsn: DSN, integrations: [contextLinesIntegration({ frameContextLines: 2 })] });`;

const inline = `<script>
      const token = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';
      const rows = undefined;
      function list() {
        return rows.map((row) => row.name);
      }
      setTimeout(() => {
        list();
      });
    </script>`;

describe.skipIf(withoutBrowser)('scripts that stand in a page', () => {
  const lab = useLab();

  it.each([
    ['as usual', `<!doctype html>\n<html lang="en">\n  <head>\n    <title>A page</title>\n    <link rel="icon" href="data:,">\n  </head>\n  <body>\n    <h1>List</h1>\n    <script src="app.js"></script>\n    ${inline}\n  </body>\n</html>\n`],
    ['in one line', `<!doctype html><html><head><title>A page</title><link rel="icon" href="data:,"></head><body><script src="app.js"></script>${inline}</body></html>`],
    ['without the tags that may be left out', `<!doctype html>\n<title>A page</title>\n<link rel="icon" href="data:,">\n<script src="app.js"></script>\n${inline}\n`],
    ['with much above it', `<!-- a comment -->\n<!doctype html>\n\n<!-- another -->\n<html>\n\n<head><title>A page</title><link rel="icon" href="data:,">\n</head>\n<body><script src="app.js"></script>\n${inline}\n</body></html>`],
  ])('show their lines, written %s', async (_, html) => {
    const { received } = await lab.visit({ script: app, html });
    const [event] = await received(1);
    const frames = event?.exception?.values[0]?.stacktrace?.frames ?? [];
    expect(frames.at(-1)).toMatchObject({
      function: 'list',
      pre_context: ['      const rows = undefined;', '      function list() {'],
      context_line: '        return rows.map((row) => row.name);',
      post_context: ['      }', '      setTimeout(() => {'],
    });
    expect(frames.at(-2)).toMatchObject({ context_line: '        list();' });
    expect(JSON.stringify(event)).not.toContain('ghp_0123');
  });

  it('show none where the page has become another', async () => {
    const { received } = await lab.visit({
      script: `${app} document.documentElement.prepend('\\n'.repeat(30));`,
      html: `<!doctype html>\n<html>\n<head><title>A page</title><link rel="icon" href="data:,"></head><body><script src="app.js"></script>\n${inline}</body></html>`,
    });
    const [event] = await received(1);
    expect(event?.exception?.values[0]?.stacktrace?.frames.map(({ context_line: line }) => line)).toEqual([undefined, undefined]);
  });
});
