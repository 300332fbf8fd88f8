import type { Agent } from 'node:http';
import { attempt } from '@tocsin/core/platform';
import type { Health } from './health';

/**
 * A client that was closed leaves no connection behind: those that nobody uses are closed, and those under way when they
 * have their answer. What it still has to say goes over one of its own. An agent of the app is left alone.
 */
export const hangUp = ({ agents = [] }: Health): void => {
  // Not every runtime shows what an agent holds; there they are closed when they have been idle for long.
  for (const agent of agents) attempt(() => closeIdle(agent));
};

const closeIdle = (agent: Agent): void => {
  agent.maxFreeSockets = 0;
  for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
};
