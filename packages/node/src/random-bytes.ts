/** Bytes that are drawn at once. Asked for two at a time, the system's source takes a seventh of a capture. */
const POOL = 1024;

/** Cryptographic bytes, drawn ahead: nobody can foresee them, and each is handed out once. Draws nothing before it is asked. */
export const createRandomBytes = (): ((count: number) => Uint8Array) => {
  let pool = new Uint8Array();
  let used = 0;
  return (count) => {
    if (used + count > pool.length) {
      // The global one is loaded at its first use; importing `node:crypto` would double the start-up time.
      pool = crypto.getRandomValues(new Uint8Array(Math.max(POOL, count)));
      used = 0;
    }
    used += count;
    return pool.slice(used - count, used);
  };
};
