import { createServer } from 'node:http';
import type { Event } from '@tocsin/core/wire';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { close, flush, init } from '@tocsin/node';
import type { NodeOptions } from '@tocsin/node';
import express4 from 'express4';
import express5 from 'express5';
import { listen } from './listen';

type Express = typeof express5;

/** Both majors under one type; that each fits its own is shown in `types.test.ts`. */
export const versions: readonly { readonly name: string; readonly express: Express }[] = [
  { name: 'Express 4', express: express4 as unknown as Express },
  { name: 'Express 5', express: express5 },
];

/** An app under test, reachable over HTTP, and the server that hears of its errors. */
export interface Shop {
  readonly url: string;
  readonly intake: Intake;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** What arrived, once all is delivered. */
  events(): Promise<readonly Event[]>;
  close(): Promise<void>;
}

/** Serves the app that `build` fills, with the SDK started before it. */
export const openShop = async (express: Express, build: (app: ReturnType<Express>) => void, options: NodeOptions = {}): Promise<Shop> => {
  const intake = await startIntake();
  init({ dsn: intake.dsn(), defaultIntegrations: false, ...options });
  const app = express();
  // Express prints errors that reach its own handler, except in tests.
  app.set('env', 'test');
  build(app);
  const server = await listen(createServer(app));
  return {
    url: server.url,
    intake,
    get: (path, headers = {}) => fetch(server.url + path, { headers }),
    async events() {
      await flush();
      return intake.events();
    },
    async close() {
      await server.close();
      await close();
      await intake.close();
    },
  };
};
