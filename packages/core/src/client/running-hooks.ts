/** Events whose hooks take their time. */
export interface RunningHooks {
  /** From now on the event's hooks are running. */
  begin(eventId: string): void;
  /** They are through: `false` when they had been given up, so that nobody counts the event twice. */
  end(eventId: string): boolean;
  /** Resolves when this event's hooks are through or given up. */
  after(eventId: string): Promise<void>;
  /** Resolves when the hooks of all events that run now are through or given up. */
  all(): Promise<unknown>;
  /** Gives up all; answers how many. */
  abandon(): number;
}

interface Running {
  readonly done: Promise<void>;
  readonly resolve: () => void;
}

/** Keeps them by event id. */
export const createRunningHooks = (): RunningHooks => {
  const running = new Map<string, Running>();

  const end = (eventId: string): boolean => {
    running.get(eventId)?.resolve();
    return running.delete(eventId);
  };

  return {
    begin(eventId) {
      let resolve = (): void => undefined;
      const done = new Promise<void>((settle) => {
        resolve = settle;
      });
      running.set(eventId, { done, resolve });
    },
    end,
    after: (eventId) => running.get(eventId)?.done ?? Promise.resolve(),
    all: () => Promise.all([...running.values()].map(({ done }) => done)),
    abandon: () => [...running.keys()].filter(end).length,
  };
};
