import { dsnProblem, dsnWarnings } from '../base/dsn-problem';
import type { Dsn } from './dsn';
import { readDsn } from './dsn';

/** Why a text is no DSN: one line to print, which never holds key or secret. */
export interface DsnProblem {
  readonly detail: string;
}

/** `warnings` name what private servers may accept but Sentry, GlitchTip and Bugsink refuse; usually empty. */
export type DsnResult =
  | { readonly ok: true; readonly dsn: Dsn; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problem: DsnProblem };

/** {@link readDsn} for whoever wants to tell a person what is wrong: servers, command-line tools. */
export const parseDsn = (text: string): DsnResult => {
  const dsn = readDsn(text);
  return dsn ? { ok: true, dsn, warnings: dsnWarnings(text) } : { ok: false, problem: { detail: dsnProblem(text) ?? '' } };
};
