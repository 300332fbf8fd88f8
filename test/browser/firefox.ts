import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where systems keep it; any other place is told by the environment. */
const executable = [process.env['FIREFOX'], '/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => path !== undefined && existsSync(path));

/** What `describe.skipIf` is asked. With `CI=true` there has to be one, as with Chromium. */
export const withoutFirefox = executable === undefined && process.env['CI'] !== 'true';

if (withoutFirefox) console.warn('No Firefox on this machine: the tests in it are skipped.');

/** A tab, over WebDriver BiDi. */
export interface Tab {
  readonly goTo: (url: string) => Promise<void>;
  /** The value of an expression, when it is a text, a number or a truth. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** A running Firefox. */
export interface Firefox {
  readonly open: (url: string) => Promise<Tab>;
  readonly close: () => Promise<void>;
}

/** Nothing that would talk to anybody but the test's own servers. */
const preferences = ['"app.update.enabled", false', '"datareporting.policy.dataSubmissionEnabled", false', '"toolkit.telemetry.enabled", false', '"network.captive-portal-service.enabled", false', '"network.connectivity-service.enabled", false', '"browser.shell.checkDefaultBrowser", false'];

type Send = (method: string, params: object) => Promise<Readonly<Record<string, unknown>>>;

/** Commands with their answers, over one socket. */
const connect = async (address: string): Promise<{ readonly send: Send; readonly close: () => void }> => {
  const socket = new WebSocket(`${address}/session`);
  const waiting = new Map<number, { resolve: (result: Readonly<Record<string, unknown>>) => void; reject: (error: Error) => void }>();
  let count = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error, message } = JSON.parse(String(data));
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error) asked?.reject(new Error(`${error}: ${message}`));
    else asked?.resolve(result);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('Firefox does not listen')));
  });
  return {
    send: (method, params) =>
      new Promise((resolve, reject) => {
        waiting.set(++count, { resolve, reject });
        socket.send(JSON.stringify({ id: count, method, params }));
      }),
    close: () => socket.close(),
  };
};

/** Starts one, headless, with a profile that goes with it. */
export const launchFirefox = async (): Promise<Firefox> => {
  if (executable === undefined) throw new Error('There is no Firefox here');
  const profile = mkdtempSync(join(tmpdir(), 'tocsin-firefox-'));
  writeFileSync(join(profile, 'user.js'), preferences.map((preference) => `user_pref(${preference});\n`).join(''));
  const child = spawn(executable, ['--headless', '--remote-debugging-port', '0', '--profile', profile], { env: { PATH: process.env['PATH'] ?? '', HOME: profile }, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += String(text);
      const [, found] = /WebDriver BiDi listening on (ws:\S+)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error(`Firefox has ended: ${said}`)));
  });
  const { send, close } = await connect(address);
  await send('session.new', { capabilities: {} });
  return {
    async open(url) {
      const { context } = await send('browsingContext.create', { type: 'tab' });
      const goTo = async (target: string): Promise<void> => void (await send('browsingContext.navigate', { context, url: target, wait: 'complete' }));
      await goTo(url);
      return {
        goTo,
        async evaluate(expression) {
          const { result } = await send('script.evaluate', { expression, target: { context }, awaitPromise: true });
          return Reflect.get(Object(result), 'value');
        },
        close: async () => void (await send('browsingContext.close', { context })),
      };
    },
    async close() {
      close();
      child.kill('SIGKILL');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
