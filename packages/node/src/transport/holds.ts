import type { ClientRequest } from 'node:http';
import { setTimeout } from 'node:timers';
import type { Undo } from '@tocsin/core';
import type { Loop } from '../loop';
import { nextBreath, whenItLivesOn } from '../next-turn';
import { uptime } from '../uptime';

/** Requests that follow one another hold a process no longer than this after the last capture, milliseconds: what is left then goes out at its end, or waits. */
const TOGETHER = 1000;

/**
 * All requests that are under way. Each holds the process for a while, and the next one anew: so after a time without a capture all are let
 * go, and none is begun until the process has shown that it lives on without them.
 */
export const createHolds = (loop: Loop): ((outgoing: ClientRequest) => Undo) => {
  // No `Set`: those tables that it has grown out of would keep requests, with what they send, until all of the memory is looked through.
  const underWay: (ClientRequest | undefined)[] = [];
  const all = (): readonly ClientRequest[] => underWay.filter((outgoing) => outgoing !== undefined);
  let isSet = false;

  const look = (): void => {
    isSet = false;
    const left = (loop.capturedAt ?? 0) + TOGETHER - uptime();
    if (all().length === 0) return;
    if (left > 0) wait(left);
    else void pause();
  };
  const wait = (time: number): void => {
    isSet = true;
    setTimeout(look, time).unref();
  };
  const pause = async (): Promise<void> => {
    loop.isPausing = true;
    all().forEach(unref);
    // Connections that are being made hold it still.
    while (all().some(isConnecting)) await nextBreath();
    await whenItLivesOn();
    loop.isPausing = false;
    loop.goOn?.();
    if (all().length > 0 && !isSet) wait(TOGETHER);
  };

  return (outgoing) => {
    const free = underWay.indexOf(undefined);
    const place = free < 0 ? underWay.length : free;
    underWay[place] = outgoing;
    if (loop.isPausing) unref(outgoing);
    else if (!isSet) wait(TOGETHER);
    return () => {
      underWay[place] = undefined;
    };
  };
};

const isConnecting = ({ socket }: ClientRequest): boolean => socket?.connecting === true;

const unref = (outgoing: ClientRequest): void => {
  if (outgoing.socket) outgoing.socket.unref();
  else outgoing.once('socket', (socket) => socket.unref());
};
