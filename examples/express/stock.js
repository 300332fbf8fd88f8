const pieces = new Map([
  ['lamp-01', 4],
  ['chair-07', 60],
]);

/** Answers how many pieces are left. */
export const takeFromStock = (sku, quantity) => {
  const there = pieces.get(sku);
  if (there === undefined) throw Object.assign(new Error(`We do not sell ${sku}.`), { status: 422 });
  if (!(quantity >= 1 && quantity <= there)) throw Object.assign(new Error(`There are ${there} pieces of ${sku}.`), { status: 409 });
  pieces.set(sku, there - quantity);
  return there - quantity;
};
