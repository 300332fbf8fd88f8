// @sentry/node for a run beside us, installed outside of the repository: it is a hundred times as large as what is measured.
import { execFileSync } from 'node:child_process';

const COMPARED = '@sentry/node@11.12.0';

/** Installs it into the `node_modules` of a folder. Needs the registry of npm. */
export const installPeer = (/** @type {string} */ folder) => {
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, COMPARED], { stdio: ['ignore', 'ignore', 'inherit'] });
};
