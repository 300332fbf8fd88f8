import { afterEach, beforeEach, expect } from 'vitest';
import type { RunningInbox } from './running-inbox';
import { eventEnvelope, plainEventId, runInbox } from './running-inbox';

/** An inbox, and its pages as they are asked for. */
export interface Pages {
  readonly inbox: RunningInbox;
  readonly post: (event: object, eventId?: string) => Promise<void>;
  /** A page that is there. */
  readonly page: (path: string) => Promise<string>;
}

/** Runs one for each test around the call; its clock stands. */
export const usePages = (now: number): Pages => {
  let inbox: RunningInbox;
  beforeEach(async () => {
    inbox = await runInbox({ now: () => now });
  });
  afterEach(() => inbox.stop());
  return {
    get inbox() {
      return inbox;
    },
    async post(event, eventId = plainEventId(1)) {
      expect((await inbox.post(eventEnvelope(event, { event_id: eventId }))).status).toBe(200);
    },
    async page(path) {
      const response = await inbox.get(path);
      expect([path, response.status]).toEqual([path, 200]);
      return response.text();
    },
  };
};
