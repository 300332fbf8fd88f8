// Integrations of core, for whoever gets their options wrong: a line says so. They stand here, because a page has no room for it.
import * as core from '@tocsin/core';
import { fitting, usableOptions } from '../options/fitting';
import type { Kind, Kinds, KindsOf } from '../options/kinds';
import { amount, call, flag, text, upTo } from '../options/kinds';

const checked = (make: (options: object) => core.Integration, given: unknown, kinds: Kinds): core.Integration => {
  const made = make(fitting(given, kinds, { faults: [] }));
  return { ...made, setup: (client) => void usableOptions(given, kinds, { name: made.name, report: client.report }) };
};

const anyText: Kind = { must: 'a text', fits: (value) => typeof value === 'string' };

const linked: KindsOf<core.LinkedErrorsOptions> = { key: text, limit: upTo(50) };
const extra: KindsOf<core.ExtraErrorDataOptions> = { depth: amount, captureErrorCause: flag };
const rewriting: KindsOf<core.RewriteFramesOptions> = { root: text, prefix: anyText, iteratee: call };

/** See core. */
export const linkedErrorsIntegration: typeof core.linkedErrorsIntegration = (options) => checked(core.linkedErrorsIntegration, options, linked);

/** See core. */
export const extraErrorDataIntegration: typeof core.extraErrorDataIntegration = (options) => checked(core.extraErrorDataIntegration, options, extra);

/** See core. */
export const rewriteFramesIntegration: typeof core.rewriteFramesIntegration = (options) => checked(core.rewriteFramesIntegration, options, rewriting);

/** See core. */
export const dedupeIntegration: typeof core.dedupeIntegration = (...given: readonly unknown[]) => checked(core.dedupeIntegration, given[0], {});
