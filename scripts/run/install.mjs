import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { explainInstallFailure } from './explain.mjs';
import { Failure } from './progress.mjs';
import { binary, quietTool, root } from './tool.mjs';
import { contentHash, recall, remember, workspaces } from './workspace.mjs';

/** The pnpm that wrote the lockfile; it comes through npx, so that only npm has to be there. */
export const PNPM = 'pnpm@12.21.0';

/** Installs what the lockfile says, unless that is what `node_modules` holds already: answers whether it had to. */
export const install = async () => {
  const manifests = workspaces().map(({ folder }) => join(folder, 'package.json'));
  const wanted = contentHash([...['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((file) => join(root, file)), ...manifests]);
  if (recall('installed') === wanted && existsSync(binary('vitest'))) return false;
  await installFrozen();
  remember('installed', wanted);
  return true;
};

const installFrozen = async () => {
  const { code, output } = await quietTool('npx', ['-y', PNPM, 'install', '--frozen-lockfile'], { env: installEnvironment() });
  if (code !== 0) throw new Failure(`${output.trimEnd()}\n\n${await explainInstallFailure(code, output)}`);
};

/**
 * Settings of the user that would install something else than the lockfile says are overruled
 * (pnpm itself is an optional dependency of its npm package: `omit` alone would leave it out), and
 * an unreachable registry is given up after seconds instead of minutes. All else, such as the
 * registry, proxies and certificates, stays theirs. Exported for whatever else calls npx.
 */
export const installEnvironment = () => ({
  npm_config_fetch_retries: '3',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '5000',
  pnpm_config_fetch_retries: '3',
  pnpm_config_fetch_retry_mintimeout: '1000',
  pnpm_config_fetch_retry_maxtimeout: '5000',
  ...process.env,
  NODE_ENV: 'development',
  npm_config_omit: '',
  npm_config_include: 'optional',
  npm_config_global: 'false',
  npm_config_dry_run: 'false',
  npm_config_loglevel: 'warn',
});
