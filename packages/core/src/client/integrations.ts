import type { Undo } from '../base/clock';
import type { Report } from '../base/diagnostics';
import { attempt, attemptOr } from '../base/fences';
import { readText } from '../base/read';
import type { EventProcessor } from '../scope/scope-data';
import type { Client, ClientOptions, Integration } from './client';

const NOTHING_USABLE = 'integrations must be a list of integrations, or a function that returns one';

/**
 * The integrations that the options ask for; of two with one name the later stays. What is no list
 * of integrations is reported, and the defaults are installed.
 */
export const chosenIntegrations = (options: ClientOptions, report: Report): readonly Integration[] => {
  const base: readonly Integration[] = attemptOr([], () => (Array.isArray(options.defaultIntegrations) ? options.defaultIntegrations.filter(isIntegration) : []));
  const { integrations = [] } = options;
  const asked = attempt(() => {
    const all: unknown = typeof integrations === 'function' ? integrations(base) : [...base, ...integrations];
    return Array.isArray(all) ? all.filter(isIntegration) : undefined;
  });
  const usable = asked.ok ? asked.value : undefined;
  if (!usable) report({ code: 'T1003', detail: NOTHING_USABLE, ...(!asked.ok && { cause: asked.error }) });
  return [...new Map((usable ?? base).map((integration) => [integration.name, integration])).values()];
};

const isIntegration = (value: unknown): value is Integration => readText(value, 'name') !== undefined;

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
