import type { AppFolder } from './app-folder';

/** What the app that both servers are tried with says of one event of its own. */
export interface Told {
  readonly name: string;
  readonly id: string;
  readonly hash: string;
  /** The trace that it was captured in. */
  readonly trace: string;
}

/** Something of every kind that leaves a process, then an uncaught error. The server is named by the environment. */
const APP = `import { audit, captureCheckIn, captureException, captureFeedback, captureMessage, close, errorHash, flush, getTraceData, init, logger, setTag, setUser, startSession, withIsolationScope } from '@tocsin/node';
init({ ...JSON.parse(process.env.OPTIONS || '{}'), release: 'shop@1.0.0', environment: 'test', beforeSend: (event) => (event.message === 'dropped' ? null : event) });
const tell = (name, id) => console.log(JSON.stringify({ name, id, hash: errorHash(id), trace: getTraceData()['sentry-trace'].slice(0, 32) }));
const failing = (depth) => {
  try { if (depth > 0) failing(depth - 1); else JSON.parse('{'); } catch (cause) { throw new RangeError('depth ' + depth, { cause }); }
};
const sayText = () => { tell('text', captureException('only text')); };
const sayObject = () => { tell('object', captureException({ code: 7, reason: 'no stock' })); };
setTag('shop', 'one');
setUser({ id: 'alice' });
startSession();
await withIsolationScope(async () => {
  try { failing(1); } catch (error) { tell('chain', captureException(error)); }
  tell('several', captureException(new AggregateError([new Error('left'), new TypeError('right')], 'several')));
  sayText();
  sayObject();
  tell('attached', captureException(new Error('with a file'), { attachments: [{ filename: 'order.txt', data: 'order 17' }] }));
});
await withIsolationScope(async () => {
  tell('message', captureMessage('stock is low', 'warning'));
  tell('audit', await audit('order.cancel', { target: [{ type: 'order', id: '17' }] }));
  captureMessage('dropped');
  logger.warn(logger.fmt\`order \${17} is late\`, { total: 12.5 });
  captureFeedback({ message: 'the order is gone' });
  captureCheckIn({ monitorSlug: 'nightly', status: 'ok' });
});
await flush(Number(process.env.PATIENCE));
setTimeout(() => { throw new Error('uncaught'); }, 1);
`;

/** How it ran to its end. */
export interface Ran {
  readonly code: number | null;
  readonly stderr: string;
  /** What it told, in the order of its captures. */
  readonly told: readonly Told[];
}

/** Runs it to its end; `patience` is how long it waits for its server, in milliseconds. */
export const runOtherServersApp = async (folder: AppFolder, env: Readonly<Record<string, string>>, patience = 10_000): Promise<Ran> => {
  folder.write('every-kind.mjs', APP);
  const wait = { PATIENCE: String(patience), OPTIONS: JSON.stringify({ shutdownTimeout: patience }) };
  const { code, stdout, stderr } = await folder.run('every-kind.mjs', { node: process.execPath, monitored: false, env: { ...wait, ...env }, timeout: 50_000 });
  return { code, stderr, told: stdout.trim().split('\n').map((line): Told => JSON.parse(line)) };
};
