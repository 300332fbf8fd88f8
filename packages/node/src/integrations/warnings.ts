import type { Integration } from '@tocsin/core';
import { addBreadcrumb, captureException } from '@tocsin/core';
import { whileBound } from '@tocsin/core/platform';
import { withoutEcho } from '../logs/without-echo';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { flag } from '../options/kinds';
import { listening } from './own-listeners';

/** Options of {@link warningsIntegration}. */
export interface WarningsIntegrationOptions {
  /** Captures each warning as an event of level `warning`, in place of the breadcrumb. Default `false`. */
  readonly events?: boolean | undefined;
}

const kinds: KindsOf<WarningsIntegrationOptions> = { events: flag };

/**
 * Remembers what Node warns of (deprecations, listeners that leak, experimental features, and
 * `process.emitWarning` of packages) as breadcrumbs, or captures it. Node prints warnings, or throws
 * them, as it would without.
 */
export const warningsIntegration = (options?: WarningsIntegrationOptions): Integration => ({
  name: 'Warnings',
  setup(client) {
    const { events = false } = usableOptions(options, kinds, { name: 'Warnings', report: client.report });
    return listening('warning', whileBound(client, (warning: Warning) => withoutEcho(() => tell(warning, events))));
  },
});

type Warning = Error & { readonly code?: unknown };

const tell = (warning: Warning, asEvent: boolean): void => {
  if (asEvent) captureException(warning, { mechanism: { type: 'auto.node.warning', handled: true }, captureContext: { level: 'warning' } });
  else addBreadcrumb({ category: 'process.warning', level: 'warning', message: `${warning.name}: ${warning.message}`, data: { code: warning.code } });
};
