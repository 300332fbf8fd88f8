/** What is noted about a parcel that lies in the database, beside the parcel itself, so that nobody has to read parcels to choose one. */
export interface Note {
  /** When it was put there, milliseconds since 1970, and something random: the oldest comes first. */
  readonly key: string;
  /** Bytes that it takes, about. */
  readonly bytes: number;
  /** Until then it belongs to the page that holds it, milliseconds since 1970; 0: it is free. */
  readonly heldUntil: number;
}

/** The two stores inside one transaction. */
export interface Stores {
  readonly notes: IDBObjectStore;
  readonly parcels: IDBObjectStore;
}

/** Runs work in a transaction of its own; those that are begun later see what it has done. */
export type Transact = <T>(work: (stores: Stores) => Promise<T>) => Promise<T>;

/** Removes a parcel, and what is noted about it. */
export const forget = (stores: Stores, key: string): void => {
  stores.notes.delete(key);
  stores.parcels.delete(key);
};

/** The answer to a request. Awaiting one keeps its transaction open. */
export const answerTo = async <T>(request: IDBRequest<T>): Promise<T> => {
  await heard(request, 'success', 'error');
  return request.result;
};

/** Rejects when it hears the other. */
const heard = (target: IDBRequest | IDBTransaction, good: string, bad: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    target.addEventListener(good, resolve);
    target.addEventListener(bad, () => reject(target.error ?? new Error('IndexedDB')));
  });

const open = (name: string): Promise<IDBDatabase> => {
  const request = indexedDB.open(name, 1);
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore('notes', { keyPath: 'key' });
    request.result.createObjectStore('parcels');
  });
  return answerTo(request);
};

/** A database that is opened when it is first needed. Where storage is blocked, every call rejects. */
export const openDatabase = (name: string): Transact => {
  let opened: Promise<IDBDatabase> | undefined;
  const openOnce = async (): Promise<IDBDatabase> => {
    const database = await open(name);
    // Another tab wants to delete the database, or upgrade it: it must not wait for us.
    database.addEventListener('versionchange', () => {
      database.close();
      opened = undefined;
    });
    return database;
  };
  return async (work) => {
    const database = await (opened ??= openOnce());
    const transaction = database.transaction(['notes', 'parcels'], 'readwrite');
    const [answer] = await Promise.all([work({ notes: transaction.objectStore('notes'), parcels: transaction.objectStore('parcels') }), heard(transaction, 'complete', 'abort')]);
    return answer;
  };
};
