/** Prices in cents. */
const orders = new Map([
  ['1041', { customer: 'carla', country: 'AT', items: [{ sku: 'lamp-01', price: 4900, quantity: 1 }] }],
  ['1042', { customer: 'carla', country: 'NO', items: [{ sku: 'lamp-01', price: 4900, quantity: 2 }] }],
]);

/** Errors with a status below 500 are answers to the client: they are shown, and not reported. */
export const findOrder = (id) => {
  const order = orders.get(id);
  if (!order) throw Object.assign(new Error(`There is no order ${id}.`), { status: 404 });
  return order;
};
