import type { Integration } from '@tocsin/core';
import { copyBag } from '@tocsin/core/platform';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { flag } from '../options/kinds';

/** Options of {@link nodeContextIntegration}. What is not named is told. */
export interface NodeContextOptions {
  /** Start and memory of the process. */
  readonly app?: boolean | undefined;
  /** The operating system. */
  readonly os?: boolean | undefined;
  /** The machine. */
  readonly device?: boolean | undefined;
  /** Language and time zone. */
  readonly culture?: boolean | undefined;
  /** Where in a cloud the process runs. */
  readonly cloudResource?: boolean | undefined;
}

const kinds: KindsOf<NodeContextOptions> = { app: flag, os: flag, device: flag, culture: flag, cloudResource: flag };

/** What Node, system, machine and cloud are is told without it; it is for leaving parts of that out. */
export const nodeContextIntegration = (options?: NodeContextOptions): Integration => {
  const { cloudResource, ...others }: NodeContextOptions = copyBag(options);
  const left = Object.entries({ app: others.app, os: others.os, device: others.device, culture: others.culture, cloud_resource: cloudResource }).flatMap(([name, wanted]) => (wanted === false ? [name] : []));
  return {
    name: 'Context',
    setup: (client) => void usableOptions(options, kinds, { name: 'Context', report: client.report }),
    processEvent: (event) => ({ ...event, contexts: Object.fromEntries(Object.entries(event.contexts ?? {}).filter(([name]) => !left.includes(name))) }),
  };
};
