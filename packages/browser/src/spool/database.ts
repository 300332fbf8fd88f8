import type { Stored } from '@tocsin/core/platform';

/** One envelope, as core keeps it. */
export type Parcel = Stored['parcel'];

/** Names a parcel: when it was first put there, milliseconds since 1970, and something random. */
export type Id = [time: number, chance: number];

/**
 * The key under which a parcel is stored. It holds all that is needed to choose one, so that no parcel has to be read for
 * that; keys sort by age. `bytes`: its size, about. `heldUntil`, milliseconds since 1970: so long the parcel belongs to the
 * page `holder`, and longer while that page lives; 0: it is free.
 */
export type Key = [id: Id, bytes: number, heldUntil: number, holder: string];

/** One write: stores a parcel under this key, in place of whatever has its id. Without a parcel it only deletes. */
export type Write = readonly [Key | [Id], Parcel?];

/** Runs work in a transaction of its own; those that are begun later see what it has done. */
export type Transact = <T>(work: (store: IDBObjectStore) => Promise<T>) => Promise<T>;

/** Does one write. */
export const apply = (store: IDBObjectStore, [key, parcel]: Write): void => {
  store.delete(IDBKeyRange.bound([key[0]], [key[0], []]));
  if (parcel) store.put(parcel, key);
};

/** The answer to a request. Awaiting one keeps its transaction open. */
export const answerTo = async <T>(request: IDBRequest<T>): Promise<T> => {
  await outcomeOf(request, 'success', 'error');
  return request.result;
};

/** The keys of all that is stored, the oldest first. */
export const keysIn = async (store: IDBObjectStore): Promise<readonly Key[]> => {
  const keys: unknown = await answerTo(store.getAllKeys());
  return keys as readonly Key[]; // nobody else writes there
};

/** Resolves with the event `good`, rejects with the event `bad`. */
const outcomeOf = (target: IDBRequest | IDBTransaction | IDBDatabase, good: string, bad: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    target.addEventListener(good, resolve);
    target.addEventListener(bad, reject);
  });

/** A database that is opened when it is first needed. Where storage is blocked, every call rejects. */
export const openDatabase = (name: string): Transact => {
  let opened: Promise<IDBDatabase> | undefined;
  const open = async (): Promise<IDBDatabase> => {
    const request = indexedDB.open(name, 2);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore('spool'));
    const database = await answerTo(request);
    const close = (): void => {
      database.close();
      opened = undefined;
    };
    // Another tab wants to delete the database, or upgrade it, and must not wait for us; or the browser has closed it, because the site's data were cleared.
    outcomeOf(database, 'versionchange', 'close').then(close, close);
    return database;
  };
  return async (work) => {
    const transaction = (await (opened ??= open())).transaction('spool', 'readwrite');
    const [answer] = await Promise.all([work(transaction.objectStore('spool')), outcomeOf(transaction, 'complete', 'abort')]);
    return answer;
  };
};
