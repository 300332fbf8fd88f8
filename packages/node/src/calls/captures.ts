/** The other functions of core that make something of what they are given; see `scopes.ts`. */
import type { CheckIn, Event, EventHint, Integration, MasqueradeDetails, MonitorConfig } from '@tocsin/core';
import {
  addIntegration as coreAddIntegration,
  captureCheckIn as coreCaptureCheckIn,
  captureEvent as coreCaptureEvent,
  continueTrace as coreContinueTrace,
  masquerade as coreMasquerade,
  withMonitor as coreWithMonitor,
} from '@tocsin/core';
import { bag, isIntegration } from '../options/kinds';
import { messageOf, running, takes } from './takes';

type TraceHeaders = Parameters<typeof coreContinueTrace>[0];

const anEvent = { must: "an object such as { message: 'saved' }; a text is taken for the message", fits: bag.fits };
const anIntegration = { must: 'an integration, as its function makes it: httpIntegration(); nothing is installed', fits: isIntegration };
const aCheckIn = { must: 'a status of in_progress, ok or error; servers refuse any other', fits: (value: unknown) => ['in_progress', 'ok', 'error'].includes((value as CheckIn).status) };

/** Captures an event that was built elsewhere; what is missing is filled in. */
export const captureEvent = (event: Partial<Event>, hint?: EventHint): string => coreCaptureEvent(takes('captureEvent', event, anEvent) ? event : (messageOf(event) ?? event), hint);

/** Installs an integration on the running client. */
export const addIntegration = (integration: Integration): void => void (takes('addIntegration', integration, anIntegration) && coreAddIntegration(integration));

/**
 * Tells the server that a job has begun, or how it ended, and answers with the check-in's id: hand it
 * on when the same run ends. Never throws. For a whole job there is {@link withMonitor}.
 */
export const captureCheckIn = (checkIn: CheckIn, monitorConfig?: MonitorConfig): string => {
  takes('captureCheckIn', checkIn, aCheckIn);
  return coreCaptureCheckIn(checkIn, monitorConfig);
};

/**
 * Runs a job and tells the server when it begins, how it ended, and how long it took. The job has an
 * isolation scope and a trace of its own. What it returns, throws or rejects with passes through; it is
 * not captured here.
 */
export const withMonitor = <T>(monitorSlug: string, run: () => T, monitorConfig?: MonitorConfig): T =>
  running('withMonitor', run, () => coreWithMonitor(monitorSlug, run, monitorConfig));

/**
 * Runs `body` as a part of the caller's trace, so that one failure can be followed through several
 * systems. Takes the incoming headers as they are; without usable ones a new trace begins. For
 * servers whose requests no adapter of ours sees, queue workers, and the like.
 */
export const continueTrace = <T>(headers: TraceHeaders, body: () => T): T => running('continueTrace', body, () => coreContinueTrace(headers, body));

/**
 * Runs `body` as somebody else and keeps it visible: a start and an end record, and both people on
 * every event, message and audit captured inside, also in asynchronous work that it starts. What
 * `body` throws is captured here, with both people, put into the end record by its hash, and thrown
 * on. Nests: the outer actor stays the real person.
 */
export const masquerade = <T>(details: MasqueradeDetails, body: () => T): T => running('masquerade', body, () => coreMasquerade(details, body));
