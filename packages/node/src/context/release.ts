import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readText } from '../read-text';

/**
 * Where build services and hosts say which commit they run, in their documentation's words: GitHub,
 * GitLab, Bitbucket, CircleCI, Travis, Buildkite, AWS CodeBuild, Azure Pipelines, AppVeyor, Semaphore,
 * Drone, TeamCity, Jenkins, Codemagic; Heroku (slug, then build), Vercel, Netlify, Render, Cloudflare
 * Pages, Railway, Koyeb, DigitalOcean, Google Cloud Build.
 */
const COMMIT_VARIABLES =
  'GITHUB_SHA CI_COMMIT_SHA BITBUCKET_COMMIT CIRCLE_SHA1 TRAVIS_COMMIT BUILDKITE_COMMIT CODEBUILD_RESOLVED_SOURCE_VERSION BUILD_SOURCEVERSION APPVEYOR_REPO_COMMIT SEMAPHORE_GIT_SHA DRONE_COMMIT_SHA BUILD_VCS_NUMBER GIT_COMMIT CM_COMMIT HEROKU_SLUG_COMMIT HEROKU_BUILD_COMMIT VERCEL_GIT_COMMIT_SHA COMMIT_REF RENDER_GIT_COMMIT CF_PAGES_COMMIT_SHA RAILWAY_GIT_COMMIT_SHA KOYEB_GIT_SHA SOURCE_VERSION COMMIT_SHA';

/** A commit, by SHA-1 or SHA-256, perhaps shortened: some services put a branch there at times, which tells no release from another. */
const COMMIT = /^[\da-f]{7,64}$/i;

const inEnvironment = (env: NodeJS.ProcessEnv): string | undefined => COMMIT_VARIABLES.split(' ').map((name) => env[name]?.trim()).find((value) => value && COMMIT.test(value));

/** What is not there, or not for us, tells nothing. */
const read = (file: string): string | undefined => readText(file)?.trim();

/** Folders up to this far above are looked into. */
const MAX_LEVELS = 20;

/** The folder that holds a repository's state; a linked work tree has a file in its place that names it. */
const gitFolder = (from: string): string | undefined => {
  for (let folder = from, level = 0; level < MAX_LEVELS; level++) {
    const git = join(folder, '.git');
    const found = statSync(git, { throwIfNoEntry: false });
    if (found?.isDirectory() && existsSync(join(git, 'HEAD'))) return git;
    const elsewhere = found?.isFile() ? /^gitdir: (.+)$/m.exec(read(git) ?? '')?.[1] : undefined;
    if (elsewhere !== undefined) return resolve(folder, elsewhere);
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return undefined;
};

/** The commit that a branch points to: in a file of its own, or among the packed ones. */
const commitOf = (git: string, ref: string): string | undefined => {
  // A linked work tree shares its branches with the main one.
  const shared = resolve(git, read(join(git, 'commondir')) ?? '.');
  return read(join(shared, ref)) ?? read(join(shared, 'packed-refs'))?.split('\n').find((line) => line.endsWith(` ${ref}`))?.split(' ', 1)[0];
};

const inRepository = (folder: string): string | undefined => {
  const git = gitFolder(folder);
  const head = git === undefined ? undefined : read(join(git, 'HEAD'));
  if (git === undefined || head === undefined) return undefined;
  const [, ref] = /^ref: (.+)$/.exec(head) ?? [];
  const commit = ref === undefined ? head : commitOf(git, ref);
  return commit !== undefined && COMMIT.test(commit) ? commit : undefined;
};

/**
 * The release when nobody has named one: the commit that a build service or host tells, else the one
 * that is checked out in `folder` or above it. A name of the form `package@1.2.3`, by the option
 * `release`, is better: servers can order those.
 */
export const detectRelease = (env: NodeJS.ProcessEnv, folder: string): string | undefined => inEnvironment(env) ?? inRepository(folder);
