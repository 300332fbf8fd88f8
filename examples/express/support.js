import { audit } from '@tocsin/node';
import { masqueradeAs } from '@tocsin/express';
import { Router } from 'express';
import { findOrder } from './orders.js';

/** Who works here. A real shop asks its login. */
const people = new Map([['Bearer demo-token-of-rita', { type: 'support', id: 'rita', name: 'Rita Ruiz' }]]);

const refuse = (status, message) => Object.assign(new Error(message), { status });

/** Support people do things for customers under `/support/as/<customer>`: with their rights, and never in their name alone. */
export const support = Router();

support.use('/as/:customer', (request, _response, next) => {
  request.agent = people.get(request.get('authorization'));
  if (!request.agent) throw refuse(401, 'Only support may do this.');
  if (!request.body?.reason) throw refuse(400, 'Say why: { "reason": "…" }.');
  next();
});

support.use(
  '/as/:customer',
  masqueradeAs((request) => ({
    actor: request.agent,
    onBehalfOf: { type: 'customer', id: request.params.customer },
    reason: request.body.reason,
  })),
);

support.post('/as/:customer/orders/:id/refund', async (request, response) => {
  const { id, customer } = request.params;
  if (findOrder(id).customer !== customer) throw refuse(404, `${customer} has no order ${id}.`);
  const record = await audit('order.refund', { kind: 'update', target: [{ type: 'order', id }] });
  response.json({ refunded: id, record });
});
