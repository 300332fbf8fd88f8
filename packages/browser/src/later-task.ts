/** A page that goes has none: what must not happen in its last moments waits for this. */
export const laterTask = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });
