import type { Exception, Mechanism, StackFrame } from '@tocsin/core/wire';
import { defined, isRecord, looseBoolean, looseInteger, looseRecords, looseText, looseTexts, type LooseRecord } from './loose';

const readFrame = (raw: LooseRecord): StackFrame =>
  defined<StackFrame>({
    filename: looseText(raw['filename']),
    abs_path: looseText(raw['abs_path']),
    function: looseText(raw['function']),
    module: looseText(raw['module']),
    lineno: looseInteger(raw['lineno']),
    colno: looseInteger(raw['colno']),
    in_app: looseBoolean(raw['in_app']),
    context_line: typeof raw['context_line'] === 'string' ? raw['context_line'] : undefined,
    pre_context: looseTexts(raw['pre_context']),
    post_context: looseTexts(raw['post_context']),
    vars: isRecord(raw['vars']) ? { ...raw['vars'] } : undefined,
  });

const readMechanism = (raw: unknown): Mechanism | undefined =>
  isRecord(raw)
    ? defined<Mechanism>({
        type: looseText(raw['type']) ?? 'generic',
        handled: looseBoolean(raw['handled']),
        synthetic: looseBoolean(raw['synthetic']),
        source: looseText(raw['source']),
        data: isRecord(raw['data']) ? { ...raw['data'] } : undefined,
      })
    : undefined;

const readException = (raw: LooseRecord): Exception => {
  const frames = isRecord(raw['stacktrace']) ? looseRecords(raw['stacktrace']['frames']).map(readFrame) : [];
  return defined<Exception>({
    type: looseText(raw['type']),
    value: looseText(raw['value']),
    module: looseText(raw['module']),
    stacktrace: frames.length === 0 ? undefined : { frames },
    mechanism: readMechanism(raw['mechanism']),
  });
};

/** The chain of errors, cause first as on the wire. Ones with neither type nor value nor frames say nothing and go. */
export const readExceptions = (raw: unknown): Exception[] =>
  looseRecords(raw)
    .map(readException)
    .filter(({ type, value, stacktrace }) => type !== undefined || value !== undefined || stacktrace !== undefined);
