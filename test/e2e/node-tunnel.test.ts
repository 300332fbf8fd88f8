import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppFolder, patiently } from './app-folder';
import type { AppFolder } from './app-folder';

const DSN = 'http://0123456789abcdef0123456789abcdef@errors.invalid/7';

const app = `
import { captureMessage, init } from '@tocsin/node';
init({ ...${patiently}, dsn: process.env.APP_DSN, tunnel: process.env.APP_TUNNEL });
captureMessage('alive');
setTimeout(() => { throw new Error('dying'); }, 300);
`;

let folder: AppFolder;
beforeAll(() => void (folder = createAppFolder()));
afterAll(() => folder.remove());

describe('a process whose server can only be reached through a tunnel', () => {
  it('sends its events there, also the one that it dies of, each with the DSN in the header', async () => {
    const got: { readonly path: string | undefined; readonly auth: unknown; readonly body: string }[] = [];
    const tunnel = createServer((request, response) => {
      let body = '';
      request.setEncoding('latin1').on('data', (text) => (body += String(text)));
      request.on('end', () => {
        got.push({ path: request.url, auth: request.headers['x-sentry-auth'], body });
        response.end();
      });
    });
    await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve));
    try {
      folder.write('app.mjs', app);
      const { port } = tunnel.address() as AddressInfo;
      const env = { APP_DSN: DSN, APP_TUNNEL: `http://127.0.0.1:${port}/errors?for=shop` };
      const ended = await folder.run('app.mjs', { node: process.execPath, monitored: false, env });
      expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('Error: dying') });
      expect(got.map(({ path, auth }) => [path, auth])).toEqual([['/errors?for=shop', undefined], ['/errors?for=shop', undefined]]);
      expect(got.map(({ body }) => JSON.parse(body.split('\n', 1)[0] ?? '').dsn)).toEqual([DSN, DSN]);
      expect(got.map(({ body }) => /alive|dying/.exec(body)?.[0])).toEqual(['alive', 'dying']);
    } finally {
      tunnel.closeAllConnections();
      tunnel.close();
    }
  });
});
