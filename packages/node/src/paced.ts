import type { Runtime } from '@tocsin/core/platform';
import { createPace } from '@tocsin/core/platform';

/** What `onDrop` captures may be dropped in turn, and so on: so deep it is told. */
const MAX_DEPTH = 10;

/**
 * The app's `onDrop`, which captures something, perhaps, that is dropped in turn, and so on without end. Where it does so after
 * an `await`, the event loop has its turn in between; at the end of the process, where there is none any more, it comes to an end.
 */
export const paced = <Drop>(onDrop: (drop: Drop) => void, runtime: Runtime): ((drop: Drop) => void) => {
  const pace = createPace(runtime);
  let depth = 0;
  const tell = (drop: Drop): void => {
    if (depth >= MAX_DEPTH) return;
    depth++;
    try {
      onDrop(drop);
    } finally {
      depth--;
    }
  };
  return (drop) => {
    const turn = pace();
    if (!turn) return tell(drop);
    void turn.then(() => tell(drop)).catch((cause: unknown) => runtime.report({ code: 'T2001', detail: 'onDrop threw', cause }));
  };
};
