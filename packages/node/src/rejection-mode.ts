/** What Node does with a rejection that nobody handles: `--unhandled-rejections`. */
export type RejectionMode = 'throw' | 'strict' | 'warn' | 'warn-with-error-code' | 'none';

/** `NODE_OPTIONS` may hold an option in quotes, as a whole or its value alone. */
const FLAG = /(?:^|[\s"])--unhandled[-_]rejections(?:=|\s+)["']?(throw|strict|warn-with-error-code|warn|none)\b/g;

/** Most processes have no such flag: they compile no expression for it. */
const lastIn = (flags: string): string | undefined => (flags.includes('rejections') ? [...flags.matchAll(FLAG)].at(-1)?.[1] : undefined);

/** The mode that this process runs in; its command line wins over `NODE_OPTIONS`, as in Node. */
export const rejectionMode = (execArgv: readonly string[], nodeOptions = ''): RejectionMode => {
  const mode = lastIn(execArgv.join(' ')) ?? lastIn(nodeOptions);
  return mode === 'strict' || mode === 'warn' || mode === 'warn-with-error-code' || mode === 'none' ? mode : 'throw';
};
