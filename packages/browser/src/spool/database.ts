/** What is noted about a parcel that lies in the database, beside the parcel itself, so that nobody has to read parcels to choose one. */
export interface Note {
  readonly key: string;
  /** Bytes that it takes, about. */
  readonly bytes: number;
  /** When it was put there, milliseconds since 1970. */
  readonly at: number;
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

/** The answer to a request. Awaiting one keeps its transaction open. */
export const answerTo = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB gave no answer')));
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
    const done = new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('IndexedDB gave up')));
    });
    const [answer] = await Promise.all([work({ notes: transaction.objectStore('notes'), parcels: transaction.objectStore('parcels') }), done]);
    return answer;
  };
};
