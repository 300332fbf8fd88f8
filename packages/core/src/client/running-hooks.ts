/** Events whose hooks take their time. */
export interface RunningHooks {
  /**
   * From now on the event's hooks are running; `giveUp` is called in place of their end when they
   * are given up. The function it returns tells that they are through: it answers `false` when they
   * had been given up, so that nobody counts the event twice.
   */
  begin(eventId: string, giveUp: () => void): () => boolean;
  /** Resolves when this event's hooks are through or given up. */
  after(eventId: string): Promise<unknown>;
  /** Resolves when the hooks of all events that run now are through or given up. */
  all(): Promise<unknown>;
  /** Gives up all. */
  abandon(): void;
}

interface Running {
  readonly eventId: string;
  readonly done: Promise<void>;
  readonly giveUp: () => void;
}

/** Keeps them in order; an app may capture two events under one id of its own. */
export const createRunningHooks = (): RunningHooks => {
  const running = new Set<Running>();
  const whenDone = (some: readonly Running[]) => Promise.all(some.map(({ done }) => done));

  return {
    begin(eventId, giveUp) {
      let resolve = (): void => undefined;
      const done = new Promise<void>((settle) => {
        resolve = settle;
      });
      const end = (): boolean => {
        resolve();
        return running.delete(entry);
      };
      const entry: Running = { eventId, done, giveUp: () => end() && giveUp() };
      running.add(entry);
      return end;
    },
    after: (eventId) => whenDone([...running].filter((entry) => entry.eventId === eventId)),
    all: () => whenDone([...running]),
    abandon: () => [...running].forEach(({ giveUp }) => giveUp()),
  };
};
