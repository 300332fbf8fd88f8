import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from './driver';
import { createGroupCommit } from './group-commit';
import { openNodeSqlite } from './node-sqlite';

/** A real database that also notes which transactions it was asked for. */
const recording = (database: Database): { readonly database: Database; readonly log: readonly string[] } => {
  const log: string[] = [];
  const exec = (sql: string): void => {
    if (/^(BEGIN|COMMIT|ROLLBACK)\b(?! TO)/.test(sql)) log.push(sql);
    database.exec(sql);
  };
  return { database: { ...database, exec }, log };
};

describe('group commit', () => {
  const raw = { database: openNodeSqlite(':memory:') };
  beforeEach(() => {
    raw.database = openNodeSqlite(':memory:');
    raw.database.exec('CREATE TABLE notes (text TEXT NOT NULL UNIQUE) STRICT');
  });
  afterEach(() => raw.database.close());

  /** Work is gathered until `tick`, so that a test decides what meets. */
  const byHand = (maxBatch?: number) => {
    const { database, log } = recording(raw.database);
    const ticks: (() => void)[] = [];
    const commits = createGroupCommit({ database, soon: (run) => ticks.push(run), ...(maxBatch === undefined ? {} : { maxBatch }) });
    const insert = database.prepare('INSERT INTO notes (text) VALUES (?)');
    const note = (text: string) => commits.run(() => insert.run(text).changes);
    return { commits, note, log, tick: () => ticks.shift()?.(), ticks };
  };
  const stored = () => raw.database.prepare('SELECT text FROM notes ORDER BY text').all().map(({ text }) => text);

  it('puts all that has gathered into one transaction', async () => {
    const { note, log, tick } = byHand();
    const notes = [note('a'), note('b'), note('c')];
    tick();
    await expect(Promise.all(notes)).resolves.toEqual([1, 1, 1]);
    expect(log).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    expect(stored()).toEqual(['a', 'b', 'c']);
  });

  it('resolves only after the commit', async () => {
    const { note, log, tick } = byHand();
    const done = note('a').then(() => [...log]);
    expect(log).toEqual([]);
    tick();
    await expect(done).resolves.toContain('COMMIT');
  });

  it('keeps the others when one fails, and says so to that one alone', async () => {
    const { note, tick } = byHand();
    const results = Promise.allSettled([note('a'), note('a'), note('b')]);
    tick();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(stored()).toEqual(['a', 'b']);
  });

  it('undoes the whole of a unit that fails half-way', async () => {
    const { commits, tick } = byHand();
    const half = commits.run(() => {
      raw.database.exec("INSERT INTO notes VALUES ('half')");
      throw new Error('no');
    });
    tick();
    await expect(half).rejects.toThrow('no');
    expect(stored()).toEqual([]);
  });

  it('rejects every unit when the transaction cannot be committed, and goes on afterwards', async () => {
    const { database } = recording(raw.database);
    const failing = { now: true };
    const exec = (sql: string): void => {
      if (sql === 'COMMIT' && failing.now) throw new Error('disk I/O error');
      database.exec(sql);
    };
    const commits = createGroupCommit({ database: { ...database, exec }, soon: (run) => setImmediate(run) });
    const insert = database.prepare('INSERT INTO notes (text) VALUES (?)');
    const results = await Promise.allSettled([commits.run(() => insert.run('a')), commits.run(() => insert.run('b'))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(stored()).toEqual([]);
    failing.now = false;
    await commits.run(() => insert.run('c'));
    expect(stored()).toEqual(['c']);
  });

  it('bounds a transaction and takes the rest into the next', async () => {
    const { note, log, tick, ticks } = byHand(2);
    const notes = ['a', 'b', 'c', 'd', 'e'].map(note);
    while (ticks.length > 0) tick();
    await Promise.all(notes);
    expect(log.filter((sql) => sql === 'COMMIT')).toHaveLength(3);
  });

  it('writes what waits when it is flushed', async () => {
    const { commits, note } = byHand();
    const waiting = note('a');
    commits.flush();
    await waiting;
    expect(stored()).toEqual(['a']);
  });

  it('schedules nothing while there is nothing to do', () => {
    const { ticks, note, tick } = byHand();
    expect(ticks).toHaveLength(0);
    void note('a');
    void note('b');
    expect(ticks).toHaveLength(1);
    tick();
    expect(ticks).toHaveLength(0);
  });
});
