/** What `await` takes for a promise, and has nothing else of one. */
export const barelyPromise = <T>(then: (take: (value: T) => void) => unknown): PromiseLike<T> =>
  // oxlint-disable-next-line unicorn/no-thenable -- that is what it is for
  ({ then }) as unknown as PromiseLike<T>;
