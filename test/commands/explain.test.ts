import { describe, expect, it } from 'vitest';
import { explainInstallFailure } from '../../scripts/run/explain.mjs';
import { inTwos } from '../../scripts/run/in-twos.mjs';

/** What npm and pnpm really wrote, shortened, and what a person should read. */
const failures: readonly (readonly [said: string, meant: RegExp])[] = [
  ['npm error code ENOTFOUND\nnpm error network request to http://no-such-host.invalid/pnpm failed', /^The npm registry .+ could not be reached \(ENOTFOUND\)/],
  ['Failed to fetch https://registry.example.com/has-symbols/-/has-symbols-1.1.0.tgz: error sending request: client error (Connect)', /could not be reached \(error sending request\)/],
  ['npm error code SELF_SIGNED_CERT_IN_CHAIN', /a certificate that this machine does not trust \(SELF_SIGNED_CERT_IN_CHAIN\)/],
  ['npm error code E401', /refused to serve \(E401\)/],
  ['npm error code ETARGET\nnpm error notarget No matching version found for pnpm@12.21.0 with a date before 1/1/2024', /^npm is set to leave out packages that are too young/],
  ['npm error code E404', /does not carry a package that the lockfile names \(E404/],
  [' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"', /^pnpm-lock\.yaml does not fit/],
  ['ENOSPC: no space left on device', /^The disk is full/],
  ["EACCES: permission denied, mkdir '/root/.npm'", /^This user may not write here \(EACCES/],
  ['something nobody has seen yet', /^The installation failed \(exit code 7\)/],
];

describe('a failed installation is explained in one line', () => {
  it.each(failures)('%s', async (said, meant) => {
    const line = await explainInstallFailure(7, said);
    expect(line).toMatch(meant);
    expect(line).not.toContain('\n');
  });
});

describe('work in two lanes', () => {
  it('keeps the order of the results', async () => {
    expect(await inTwos([30, 1, 10], async (wait) => new Promise((resolve) => setTimeout(() => resolve(wait), wait)))).toEqual([30, 1, 10]);
  });

  it('starts nothing new after a failure', async () => {
    const started: number[] = [];
    const work = async (item: number): Promise<void> => {
      started.push(item);
      await Promise.resolve();
      if (item === 1) throw new Error('broken');
    };
    await expect(inTwos([1, 2, 3, 4, 5, 6, 7, 8], work)).rejects.toThrow('broken');
    expect(started.length).toBeLessThan(5);
  });
});
