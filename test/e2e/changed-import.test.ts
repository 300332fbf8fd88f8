import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Breadcrumb, Event } from '@tocsin/core';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// One program, run with the real @sentry/node and with ours: nothing differs but the name that is imported.

const folder = fileURLToPath(new URL('../types', import.meta.url));
const program = readFileSync(`${folder}/program.mjs`, 'utf8');

let intake: Intake;
beforeAll(async () => {
  intake = await startIntake();
});
afterAll(() => intake.close());

/** Project by package, so that what each sent stands apart. */
const projects = { '@sentry/node': '1', '@tocsin/node': '2' };

const run = async (name: keyof typeof projects): Promise<void> => {
  const args = ['--input-type=module', '-e', program.replace('@sentry/node', name)];
  const { stderr } = await promisify(execFile)(process.execPath, args, { cwd: folder, env: { ...process.env, TEST_DSN: intake.dsn(projects[name]) } });
  expect(stderr).toBe('');
};

/** Protocol and peers have breadcrumbs with and without `values`. */
const listOf = (breadcrumbs: Event['breadcrumbs'] | readonly Breadcrumb[] = []): readonly Breadcrumb[] => ('values' in breadcrumbs && typeof breadcrumbs.values === 'object' ? breadcrumbs.values : Object.values(breadcrumbs));

/** What the program itself said, without what each SDK adds on its own. */
const said = ({ message, logentry, level, tags, user, extra, contexts, fingerprint, transaction, release, environment, breadcrumbs, exception }: Event) => ({
  message: logentry?.message ?? message,
  params: logentry?.params ?? [],
  level: level ?? 'error',
  tags: Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [key, String(value)])),
  user: user && { id: String(user.id), username: user.username },
  extra: extra ?? {},
  cart: contexts?.['cart'],
  fingerprint,
  transaction,
  release,
  environment,
  breadcrumbs: listOf(breadcrumbs).filter(({ category }) => category === 'auth' || category === 'noise').map(({ category, message: text, level: severity }) => ({ category, text, severity })),
  exceptions: exception?.values?.map(({ type, value, mechanism }) => ({ type, value, handled: mechanism?.handled, id: mechanism?.exception_id ?? 0 })),
});

const nameOf = ({ message, exceptions }: ReturnType<typeof said>): string => String(exceptions?.at(-1)?.value ?? message);

describe('an app of which only the import was changed', () => {
  it('sends the same events, feedback and check-ins', async () => {
    await run('@sentry/node');
    await run('@tocsin/node');
    const [theirs, ours] = Object.values(projects).map((project) => ({
      // Both send several at a time: they come in any order.
      events: intake.events(project).map(said).toSorted((one, other) => nameOf(one).localeCompare(nameOf(other))),
      feedback: intake.items('feedback', project).length,
      checkIns: intake.items('check_in', project).map((item) => Object(item).status),
    }));
    expect(theirs?.events).toHaveLength(5);
    expect(ours).toEqual(theirs);
  });
});
