import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detectRelease } from './release';

const SHA = '0123456789abcdef0123456789abcdef01234567';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tocsin-release-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'init.defaultBranch=main', ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' } }).trim();

const commit = (): string => {
  git('init');
  git('commit', '--allow-empty', '-m', 'first');
  return git('rev-parse', 'HEAD');
};

describe('detectRelease from the environment', () => {
  it.each(['GITHUB_SHA', 'CI_COMMIT_SHA', 'VERCEL_GIT_COMMIT_SHA', 'HEROKU_SLUG_COMMIT', 'COMMIT_REF', 'GIT_COMMIT'])('reads %s', (name) => {
    expect(detectRelease({ [name]: ` ${SHA}\n` }, folder)).toBe(SHA);
  });

  it('takes a branch for no release', () => {
    expect(detectRelease({ COMMIT_REF: 'main', SOURCE_VERSION: 'refs/heads/x' }, folder)).toBeUndefined();
  });

  it('prefers it to the repository: there the build may have been changed', () => {
    commit();
    expect(detectRelease({ GITHUB_SHA: SHA }, folder)).toBe(SHA);
  });
});

describe('detectRelease from a repository', () => {
  it('is the commit of the branch that is checked out', () => {
    expect(detectRelease({}, folder)).toBeUndefined();
    expect(detectRelease({}, (commit(), folder))).toBe(git('rev-parse', 'HEAD'));
  });

  it('looks above the folder', () => {
    const head = commit();
    mkdirSync(join(folder, 'packages', 'shop'), { recursive: true });
    expect(detectRelease({}, join(folder, 'packages', 'shop'))).toBe(head);
  });

  it('reads packed references', () => {
    const head = commit();
    git('pack-refs', '--all');
    expect(detectRelease({}, folder)).toBe(head);
  });

  it('reads a commit that is checked out without a branch', () => {
    const head = commit();
    git('checkout', '--detach');
    expect(detectRelease({}, folder)).toBe(head);
  });

  it('reads a linked work tree', () => {
    commit();
    git('worktree', 'add', '-b', 'other', 'linked');
    expect(detectRelease({}, join(folder, 'linked'))).toBe(git('rev-parse', 'other'));
  });

  it.each([
    ['without a commit', () => void git('init')],
    ['that is broken', () => {
      mkdirSync(join(folder, '.git'));
      writeFileSync(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main');
    }],
    ['that points nowhere', () => writeFileSync(join(folder, '.git'), 'gitdir: /nowhere\n')],
    ['that holds nonsense', () => writeFileSync(join(folder, '.git'), '\u0000\u0001')],
  ])('is none in a repository %s', (_name, prepare) => {
    prepare();
    expect(detectRelease({}, folder)).toBeUndefined();
  });
});
