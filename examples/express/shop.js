import { captureMessage, setTag } from '@tocsin/node';
import { errorPage, requestHandler, setupExpressErrorHandler } from '@tocsin/express';
import express from 'express';
import { drawUpInvoice } from './invoices.js';
import { frontPage } from './front-page.js';
import { takeFromStock } from './stock.js';
import { support } from './support.js';

/** Below this many pieces somebody should order new ones. */
const LOW_STOCK = 3;

export const createShop = () => {
  const shop = express();
  shop.use(requestHandler());
  shop.use(express.json());

  shop.get('/', (_request, response) => {
    response.send(frontPage);
  });

  shop.get('/orders/:id/invoice', (request, response) => {
    response.json(drawUpInvoice(request.params.id));
  });

  shop.post('/orders', (request, response) => {
    const { sku, quantity } = request.body ?? {};
    const left = takeFromStock(sku, Number(quantity));
    if (left < LOW_STOCK) {
      setTag('sku', sku);
      captureMessage(`Stock of ${sku} runs low`, 'warning');
    }
    response.status(201).json({ ordered: sku, quantity: Number(quantity) });
  });

  shop.use('/support', support);

  // What a framework cannot catch: an error in a callback that belongs to no request.
  shop.post('/crash', (_request, response) => {
    response.status(202).end();
    setTimeout(function countShelves() {
      throw new Error('Shelf 12 is not in the plan of the warehouse');
    }, 10);
  });

  setupExpressErrorHandler(shop);
  shop.use(errorPage({ texts: () => ({ help: 'Write to help@shop.example and give these four words: they lead us straight to what went wrong.' }) }));
  return shop;
};
