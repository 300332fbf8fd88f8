import { attemptOr } from '@tocsin/core/platform';
import { readText } from '../read-text';

/** What Node does with a rejection that nobody handles: `--unhandled-rejections`. */
export type RejectionMode = 'throw' | 'strict' | 'warn' | 'warn-with-error-code' | 'none';

/** `NODE_OPTIONS` may hold an option in quotes, as a whole or its value alone. */
const FLAG = /(?:^|[\s"])--unhandled[-_]rejections(?:=|\s+)["']?(throw|strict|warn-with-error-code|warn|none)\b/g;

/** Most processes have no such flag: they compile no expression for it. */
const lastIn = (flags: string): string | undefined => (flags.includes('rejections') ? [...flags.matchAll(FLAG)].at(-1)?.[1] : undefined);

/** Of Node 22 and later; an early one takes the name of the file as an argument of its own. */
const CONFIG = '--experimental-config-file';

/** The file from which Node has read options, if there is one. */
const configFile = (execArgv: readonly string[]): string | undefined => {
  const named = execArgv.map((flag) => flag.split('=', 1)[0]).lastIndexOf(CONFIG);
  if (named >= 0) return execArgv[named]?.slice(CONFIG.length + 1) || execArgv[named + 1];
  return execArgv.includes('--experimental-default-config-file') ? 'node.config.json' : undefined;
};

const inConfig = (execArgv: readonly string[]): unknown => {
  const file = configFile(execArgv);
  // Node has read it before there were permissions, and before the app went to another folder.
  return file === undefined ? undefined : attemptOr(undefined, () => JSON.parse(readText(file) ?? '').nodeOptions['unhandled-rejections']);
};

/** The mode that this process runs in; its command line wins over `NODE_OPTIONS`, and that over a file of options, as in Node. */
export const rejectionMode = (execArgv: readonly string[], nodeOptions = ''): RejectionMode => {
  const mode = lastIn(execArgv.join(' ')) ?? lastIn(nodeOptions) ?? inConfig(execArgv);
  return mode === 'strict' || mode === 'warn' || mode === 'warn-with-error-code' || mode === 'none' ? mode : 'throw';
};
