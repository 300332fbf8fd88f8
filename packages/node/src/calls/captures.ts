/** The other functions of core that make something of what they are given; see `scopes.ts`. */
import type { CheckIn, Event, EventHint, Integration, MasqueradeDetails, MonitorConfig } from '@tocsin/core';
import * as core from '@tocsin/core';
import { bag, integration } from '../options/kinds';
import { messageOf, running, takes } from './takes';

/** Captures an event that was built elsewhere; what is missing is filled in. */
export const captureEvent = (event: Partial<Event>, hint?: EventHint): string => core.captureEvent(takes('captureEvent', event, bag) ? event : (messageOf(event) ?? event), hint);

/** Installs an integration on the running client. */
export const addIntegration = (given: Integration): void => void (takes('addIntegration', given, integration) && core.addIntegration(given));

const status = { must: 'a status of in_progress, ok or error', fits: (value: unknown) => ['in_progress', 'ok', 'error'].includes((value as CheckIn).status) };

/** Tells the server that a job has begun, or how it ended; answers with the id to hand on at its end. For a whole job there is {@link withMonitor}. */
export const captureCheckIn = (checkIn: CheckIn, monitorConfig?: MonitorConfig): string => {
  takes('captureCheckIn', checkIn, status);
  return core.captureCheckIn(checkIn, monitorConfig);
};

/** Runs a job, with scopes and a trace of its own, and tells the server when it begins, how it ended and how long it took. What it throws is not captured here. */
export const withMonitor = <T>(monitorSlug: string, run: () => T, monitorConfig?: MonitorConfig): T => running('withMonitor', run, () => core.withMonitor(monitorSlug, run, monitorConfig));

/** Runs `body` as a part of the caller's trace, which the incoming headers name; else in a new one. For queue workers and the like. */
export const continueTrace = <T>(headers: Parameters<typeof core.continueTrace>[0], body: () => T): T => running('continueTrace', body, () => core.continueTrace(headers, body));

/** Runs `body` as somebody else and keeps it visible: by audits of start and end, and both people on all that is captured inside. What `body` throws is captured. */
export const masquerade = <T>(details: MasqueradeDetails, body: () => T): T => running('masquerade', body, () => core.masquerade(details, body));
