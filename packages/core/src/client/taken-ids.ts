/** How many event ids are remembered: the time between a failure and the page that shows its hash is short. */
const REMEMBERED_IDS = 1000;

/** Ids of the events that the queue has taken and not lost since: only these have an error hash to show. */
export interface TakenIds {
  add(id: string): void;
  /** Makes a known id the newest: it is shown again. */
  touch(id: string): void;
  delete(id: string): void;
  has(id: string): boolean;
}

/** Remembers the newest 1,000. */
export const createTakenIds = (): TakenIds => {
  const ids = new Set<string>();
  return {
    add(id) {
      ids.add(id);
      const [oldest] = ids.size > REMEMBERED_IDS ? ids : [];
      if (oldest !== undefined) ids.delete(oldest);
    },
    touch(id) {
      if (ids.delete(id)) ids.add(id);
    },
    delete: (id) => void ids.delete(id),
    has: (id) => ids.has(id),
  };
};
