import { parseArgs } from 'node:util';
import { isPort } from './inbox-options';
import { publicKeyProblem } from './store/public-key';

/** What the command was asked to do. */
export type CliRequest =
  | { readonly kind: 'serve'; readonly file: string; readonly host: string; readonly port: number; readonly publicKey: string | undefined }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'mistake'; readonly message: string };

/** Where the command keeps things and listens unless told otherwise. */
const DEFAULTS = { file: './tocsin-inbox.sqlite', host: '127.0.0.1', port: '8137' } as const;

/** Printed by `--help`. */
export const usage = `Usage: tocsin-inbox [options]

Receives errors from any SDK that speaks the Sentry envelope protocol, and shows them.

  --port N      port to listen on; 0 takes any free one (default ${DEFAULTS.port})
  --host H      address to listen on (default ${DEFAULTS.host}: this machine only)
  --file PATH   SQLite file to keep everything in (default ${DEFAULTS.file});
                :memory: keeps nothing
  --key KEY     key of the DSN; the default is made with the file and stays the same
  --version     the version of the inbox
  --help        this text
`;

/** The line that says what becomes of it all. */
export const whereKept = (file: string): string => `${file === ':memory:' ? 'Nothing is kept' : `Everything is kept in ${file}`}. Ctrl-C ends it.`;

const mistake = (message: string): CliRequest => ({ kind: 'mistake', message });

const readPort = (text: string): number | undefined => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return isPort(port) ? port : undefined;
};

/** Reads the arguments after the command's name. Never throws: a mistake is told in one line. */
export const readCliOptions = (args: readonly string[]): CliRequest => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: DEFAULTS.port },
        host: { type: 'string', default: DEFAULTS.host },
        file: { type: 'string', default: DEFAULTS.file },
        key: { type: 'string' },
        version: { type: 'boolean', short: 'v', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.version) return { kind: 'version' };
    const port = readPort(values.port);
    if (port === undefined) return mistake('--port must be a number from 0 to 65535');
    if (values.file === '') return mistake('--file must be a path');
    const keyProblem = values.key === undefined ? undefined : publicKeyProblem(values.key);
    if (keyProblem !== undefined) return mistake(keyProblem);
    return { kind: 'serve', file: values.file, host: values.host, port, publicKey: values.key };
  } catch (error) {
    return mistake(error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error));
  }
};
