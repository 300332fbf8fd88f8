import type { Undo } from '../base/clock';
import type { Report } from '../base/diagnostics';
import { attempt } from '../base/fences';
import type { EventProcessor } from '../scope/scope-data';
import type { Client, ClientOptions, Integration } from './client';

/** The integrations that the options ask for; of two with one name the later stays. */
export const chosenIntegrations = (options: ClientOptions): readonly Integration[] => {
  const base = options.defaultIntegrations || [];
  const { integrations = [] } = options;
  const all = typeof integrations === 'function' ? integrations(base) : [...base, ...integrations];
  return [...new Map(all.map((integration) => [integration.name, integration])).values()];
};

/** The integrations of one client, and the processors that come with them. */
export interface Installed {
  readonly install: (client: Client, integration: Integration) => void;
  readonly addProcessor: (processor: EventProcessor) => void;
  readonly processors: () => readonly EventProcessor[];
  /** Takes everything back, the newest first. */
  readonly uninstall: Undo;
}

/** Keeps integrations; one that throws at set-up is reported and left out, the others stay. */
export const createInstalled = (report: Report): Installed => {
  const installed = new Map<string, Undo>();
  let processors: readonly EventProcessor[] = [];

  const remove = (name: string): void => {
    const undone = attempt(() => installed.get(name)?.());
    installed.delete(name);
    if (!undone.ok) report({ code: 'T2002', detail: name, cause: undone.error });
  };

  const add = (processor: EventProcessor): Undo => {
    processors = [...processors, processor];
    return () => {
      processors = processors.filter((other) => other !== processor);
    };
  };

  return {
    install(client, integration) {
      const { name, processEvent } = integration;
      remove(name);
      const started = attempt(() => integration.setup?.(client));
      if (!started.ok) {
        report({ code: 'T2002', detail: name, cause: started.error });
        return;
      }
      const forget = processEvent ? add((event, hint) => processEvent(event, hint, client)) : undefined;
      installed.set(name, () => {
        forget?.();
        started.value?.();
      });
    },
    addProcessor: (processor) => void add(processor),
    processors: () => processors,
    uninstall: () => [...installed.keys()].reverse().forEach(remove),
  };
};
