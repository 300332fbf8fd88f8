import express4 from 'express4';
import express5 from 'express5';
import { describe, expect, it } from 'vitest';
import { errorHandler, errorPage, masqueradeAs, requestHandler, setupExpressErrorHandler, wrapAsync } from './index';

const person = { id: 'x' };

describe('the middlewares fit', () => {
  it('apps and handlers of Express 4', () => {
    const app = express4();
    app.use(requestHandler());
    app.use(masqueradeAs((request: express4.Request) => (request.get('x') ? { actor: person, onBehalfOf: person, reason: request.path } : undefined)));
    app.use(masqueradeAs((request) => ({ actor: person, onBehalfOf: { id: String(request.params['id']) }, reason: request.get('x') ?? 'none' })));
    app.get('/:id', wrapAsync(async (request, response) => response.status(201).send(request.params['id'])));
    app.get('/:id', wrapAsync(async (request: express4.Request, response: express4.Response) => response.send(request.params['id'])));
    setupExpressErrorHandler(app, { shouldReport: (error) => error instanceof TypeError });
    app.use(errorHandler(), errorPage());
    expect(errorHandler()).toHaveLength(4);
  });

  it('apps and handlers of Express 5', () => {
    const app = express5();
    app.use(requestHandler());
    app.use(masqueradeAs((request: express5.Request) => (request.get('x') ? { actor: person, onBehalfOf: person, reason: request.path } : undefined)));
    app.use(masqueradeAs(async (request: express5.Request) => (request.get('x') ? { actor: person, onBehalfOf: person, reason: request.path } : undefined)));
    app.use(masqueradeAs((request) => ({ actor: person, onBehalfOf: { id: String(request.params['id']) }, reason: request.get('x') ?? 'none' })));
    app.get('/:id', wrapAsync(async (request, response) => response.status(201).send(request.params['id'])));
    app.get('/:id', wrapAsync(async (request: express5.Request, response: express5.Response) => response.send(request.params['id'])));
    setupExpressErrorHandler(app);
    app.use(errorHandler(), errorPage({ texts: (status) => ({ heading: `${status}`, help: process.env['HELP'] }) }));
    expect(errorPage()).toHaveLength(4);
  });
});
