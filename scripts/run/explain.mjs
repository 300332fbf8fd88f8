import { quietTool } from './tool.mjs';

/**
 * What stands behind a failed installation, for somebody who has never seen the tool's messages.
 * The first pattern that its output matches decides.
 *
 * @type {readonly { readonly pattern: RegExp, readonly say: (registry: string, found: string) => string }[]}
 */
const causes = [
  {
    pattern: /ENOENT.*npx|spawn npx/,
    say: () => 'npm was not found: `npx` is not on the PATH. Install npm (it comes with Node) and run the command again.',
  },
  {
    pattern: /SELF_SIGNED_CERT\w*|UNABLE_TO_\w*CERT\w*|CERT_\w+|invalid peer certificate|UnknownIssuer/,
    say: (registry, found) => `The npm registry ${registry} answered with a certificate that this machine does not trust (${found}). If a proxy of your company stands in between, set NODE_EXTRA_CA_CERTS to its certificate and run the command again.`,
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|error sending request|dns error/,
    say: (registry, found) => `The npm registry ${registry} could not be reached (${found}). Check the network and the proxy settings of npm; another registry is set by \`npm config set registry <url>\`. Then run the command again.`,
  },
  {
    pattern: /E401|E403|\b40[13] (?:Unauthorized|Forbidden)/,
    say: (registry, found) => `The npm registry ${registry} refused to serve (${found}). Log in with \`npm login\`, or set another one by \`npm config set registry <url>\`.`,
  },
  {
    pattern: /OUTDATED_LOCKFILE|frozen-lockfile/,
    say: () => 'pnpm-lock.yaml does not fit the package.json files. Run `npx -y pnpm@12.21.0 install` and commit the lockfile.',
  },
  {
    pattern: /with a date before|MINIMUM_RELEASE_AGE/,
    say: () => 'npm is set to leave out packages that are too young (`before` or `min-release-age`), and one that the project needs is. Lift that setting for this repository, or wait until the package has the age.',
  },
  {
    pattern: /E404|ETARGET|NO_MATCHING_VERSION|404 Not Found/,
    say: (registry, found) => `The npm registry ${registry} does not carry a package that the lockfile names (${found}, see above). A mirror may lag behind: set another one by \`npm config set registry <url>\`.`,
  },
  { pattern: /ENOSPC|No space left/, say: () => 'The disk is full. The installation takes about 1.5 GB, caches included.' },
  { pattern: /EACCES|EPERM|EROFS|Permission denied/, say: (_registry, found) => `This user may not write here (${found}, see above): the repository's folder and the npm cache have to be writable.` },
];

/** One plain line: what is wrong and what to do. */
export const explainInstallFailure = async (/** @type {number} */ code, /** @type {string} */ output) => {
  for (const { pattern, say } of causes) {
    const found = pattern.exec(output)?.[0];
    if (found !== undefined) return say(await registryInUse(), found);
  }
  return `The installation failed (exit code ${code}); what it said stands above.`;
};

const registryInUse = async () => {
  const { code, output } = await quietTool('npm', ['config', 'get', 'registry', '--loglevel=silent']);
  return code === 0 ? output.trim() : '(npm could not say which)';
};
