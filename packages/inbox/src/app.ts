import { Hono } from 'hono';
import { answerPreflight, answerRefusal } from './ingest/answer';
import type { Receive } from './ingest/receive';
import { faultPage, notFoundPage } from './pages/message-page';
import { createPages, type PageOptions } from './pages/routes';
import { createPageHeaders, mayShowPages } from './pages/security';

/** What the web application is made of. */
export interface AppOptions extends PageOptions {
  readonly receive: Receive;
  /** The address that the server listens on. */
  readonly host: string;
  /** True while the inbox shuts down. */
  readonly isClosing: () => boolean;
  /** Told of faults of ours. */
  readonly report: (message: string) => void;
}

const createIngest = (receive: Receive): Hono => {
  const app = new Hono();
  // Django servers want the slash at the end, some clients leave it out.
  for (const path of ['/:project/envelope/', '/:project/envelope']) {
    app.post(path, (context) => receive(context.req.raw, context.req.param('project') ?? ''));
    app.options(path, answerPreflight);
    app.all(path, () => answerRefusal({ status: 405, detail: 'envelopes are sent by POST' }));
  }
  return app.all('*', () => answerRefusal({ status: 404, detail: 'there is no such endpoint; envelopes go to /api/1/envelope/' }));
};

const guardedPages = (options: AppOptions): Hono => {
  const headers = createPageHeaders();
  const app = new Hono();
  app.use(async (context, next) => {
    if (!mayShowPages(options.host, context.req.header('host') ?? '')) {
      return context.text(`This inbox shows pages only under the name localhost. To show them under other names, start it with another --host.\n`, 403);
    }
    await next();
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
    return undefined;
  });
  app.route('/', createPages(options));
  return app;
};

const messageOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** The inbox as a web application: envelopes under /api, pages everywhere else. */
export const createApp = (options: AppOptions): Hono => {
  const { receive, isClosing, report } = options;
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    // Kept-alive connections would hold up the end; told so, clients open no further request on them.
    if (isClosing()) context.header('connection', 'close');
  });
  app.route('/api', createIngest(receive));
  app.route('/', guardedPages(options));
  app.notFound((context) => context.html(notFoundPage(), 404));
  app.onError((error, context) => {
    report(`${context.req.method} ${context.req.path} failed: ${messageOf(error)}`);
    return context.req.path.startsWith('/api/') ? answerRefusal({ status: 500, detail: 'the inbox failed' }) : context.html(faultPage(), 500);
  });
  return app;
};
