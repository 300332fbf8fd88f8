import type { Integration, Level } from '@tocsin/core';
import { addBreadcrumb } from '@tocsin/core';
import { spellArguments } from '../logs/spell-arguments';
import type { ConsoleMethod } from '../logs/watch-console';
import { watchConsole } from '../logs/watch-console';
import { withoutEcho } from '../logs/without-echo';

const levels: Readonly<Record<ConsoleMethod, Level>> = { debug: 'debug', info: 'info', log: 'info', warn: 'warning', error: 'error' };

/**
 * Remembers what is printed on the console as breadcrumbs. Where the runtime publishes it (Node since
 * 22), nothing is put around the console, so that debuggers show who called it. `beforeBreadcrumb`
 * gets `{ level, input }` as its hint: the method's name, and what was printed.
 */
export const consoleIntegration = (): Integration => ({
  name: 'Console',
  setup: (client) =>
    watchConsole(client, ({ method, args }) =>
      withoutEcho(() => {
        const input = [...args];
        addBreadcrumb({ category: 'console', level: levels[method], message: spellArguments(input), data: { logger: 'console' } }, { level: method, input });
      }),
    ),
});
