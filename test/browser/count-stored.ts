/** For a page: a function that counts what lies in our store, 0 where there is none. */
export const COUNT_STORED = `async () => {
  const answerTo = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = reject; });
  const [found] = await indexedDB.databases();
  if (!found) return 0;
  const database = await answerTo(indexedDB.open(found.name));
  const count = await answerTo(database.transaction('spool').objectStore('spool').count());
  database.close();
  return count;
}`;
