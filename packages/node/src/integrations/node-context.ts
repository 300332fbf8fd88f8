import type { Integration } from '@tocsin/core';
import { copyBag } from '@tocsin/core/platform';

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

/** What Node, system, machine and cloud are is told without it; it is for leaving parts of that out. */
export const nodeContextIntegration = (options?: NodeContextOptions): Integration => {
  const { cloudResource, ...others }: NodeContextOptions = copyBag(options);
  const left = Object.entries({ app: others.app, os: others.os, device: others.device, culture: others.culture, cloud_resource: cloudResource }).flatMap(([name, wanted]) => (wanted === false ? [name] : []));
  return {
    name: 'Context',
    processEvent: (event) => ({ ...event, contexts: Object.fromEntries(Object.entries(event.contexts ?? {}).filter(([name]) => !left.includes(name))) }),
  };
};
