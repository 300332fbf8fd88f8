/**
 * Runs `work` over all items, two at a time: what two cores, the least we reckon with, can do at
 * once. Keeps the order of the results. After a failure nothing new is started, and it is thrown
 * once what already runs has ended.
 *
 * @template T, R
 * @param {readonly T[]} items
 * @param {(item: T) => Promise<R>} work
 * @returns {Promise<readonly R[]>}
 */
export const inTwos = async (items, work) => {
  /** @type {R[]} */
  const results = [];
  const queue = [...items.entries()];
  const lane = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  const orStop = (/** @type {unknown} */ error) => {
    queue.length = 0;
    throw error;
  };
  const ends = await Promise.allSettled([lane().catch(orStop), lane().catch(orStop)]);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  return results;
};
