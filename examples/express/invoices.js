import { findOrder } from './orders.js';

/** In percent. Norway has been a customer's country since last week, and nobody has told this table. */
const taxRates = { AT: { standard: 20 }, DE: { standard: 19 } };

const taxRateFor = (country) => taxRates[country].standard;

const totalsOf = ({ country, items }) => {
  const net = items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  return { net, tax: Math.round((net * taxRateFor(country)) / 100) };
};

export const drawUpInvoice = (orderId) => {
  const order = findOrder(orderId);
  try {
    return { order: orderId, customer: order.customer, ...totalsOf(order) };
  } catch (error) {
    throw new Error('The invoice could not be drawn up', { cause: error });
  }
};
