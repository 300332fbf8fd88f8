import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/running-inbox';
import { openNodeSqlite } from './node-sqlite';
import { prepareProject } from './projects';
import { prepareSchema, SCHEMA_VERSION } from './schema';

describe('the database file', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());
  const createKey = () => 'made';

  it('gets its tables once and keeps them', () => {
    const database = openNodeSqlite(':memory:');
    prepareSchema(database);
    expect(prepareProject(database, { wanted: undefined, createKey })).toBe('made');
    prepareSchema(database);
    expect(prepareProject(database, { wanted: undefined, createKey: () => 'another' })).toBe('made');
    database.close();
  });

  it('is written with a log that is on disk at every commit', () => {
    const database = openNodeSqlite(join(folder.path, 'a.sqlite'));
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    // 2 is FULL.
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    database.close();
  });

  it('takes a wanted key and keeps it', () => {
    const database = openNodeSqlite(':memory:');
    prepareSchema(database);
    prepareProject(database, { wanted: undefined, createKey });
    expect(prepareProject(database, { wanted: 'chosen', createKey })).toBe('chosen');
    expect(prepareProject(database, { wanted: undefined, createKey })).toBe('chosen');
    database.close();
  });

  it('is refused when a later version wrote it', () => {
    const database = openNodeSqlite(':memory:');
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    expect(() => prepareSchema(database)).toThrow('written by another version of the inbox');
    database.close();
  });

  it('is refused when it belongs to something else', () => {
    const database = openNodeSqlite(':memory:');
    database.exec('CREATE TABLE customers (name TEXT)');
    expect(() => prepareSchema(database)).toThrow('a database of something else');
    database.close();
  });

  it('is refused when it is no database, and left as it is', () => {
    const file = join(folder.path, 'notes.txt');
    writeFileSync(file, 'not a database, but long enough to be read as one. '.repeat(40));
    expect(() => openNodeSqlite(file)).toThrow('file is not a database');
  });
});
