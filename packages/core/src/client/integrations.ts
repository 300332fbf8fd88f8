import type { Undo } from '../base/clock';
import type { Report } from '../base/diagnostics';
import { attemptElse, attemptOr, tryOption } from '../base/fences';
import { readText } from '../base/read';
import type { EventProcessor } from '../scope/scope-data';
import type { Client, ClientOptions, Integration } from './client';

/**
 * The integrations that the options ask for; of two with one name the later stays. What is no list
 * of integrations is reported, and the defaults are installed.
 */
export const chosenIntegrations = ({ defaultIntegrations, integrations = [] }: ClientOptions, report: Report): readonly Integration[] => {
  const base = attemptOr([], () => usable(defaultIntegrations || []));
  return tryOption(report, 'integrations', () => usable(typeof integrations === 'function' ? integrations(base) : [...base, ...integrations])) ?? base;
};

/** Throws for what is no list. */
const usable = (list: readonly Integration[]): readonly Integration[] => [...new Map(list.filter((entry) => readText(entry, 'name')).map((entry) => [entry.name, entry])).values()];

/** The integrations of one client, and the processors that come with them. */
export const createInstalled = (report: Report) => {
  const installed = new Map<string, readonly [integration: Integration, undo: Undo]>();
  const processors = new Set<EventProcessor>();

  /** Calls an integration; one that throws is reported and left out, the others stay. */
  const call = (name: string, run: () => void): void => attemptElse(run, (cause) => report({ code: 'T2002', detail: name, cause }));

  const remove = (name: string): void => {
    const [, undo] = installed.get(name) ?? [];
    installed.delete(name);
    if (undo) call(name, undo);
  };

  return {
    processors,
    /** Installs one, in place of another with its name. */
    install(client: Client, integration: Integration): void {
      const { name } = integration;
      remove(name);
      call(name, () => {
        integration.setupOnce?.();
        const undo = integration.setup?.(client);
        // What is no function throws here, and not with each event.
        const processEvent = integration.processEvent?.bind(integration);
        const process: EventProcessor | undefined = processEvent && ((event, hint) => processEvent(event, hint, client));
        if (process) processors.add(process);
        installed.set(name, [
          integration,
          () => {
            if (process) processors.delete(process);
            undo?.();
          },
        ]);
      });
    },
    byName: (name: string): Integration | undefined => installed.get(name)?.[0],
    /** Takes everything back, the newest first. */
    uninstall: (): void => [...installed.keys()].reverse().forEach(remove),
  };
};
