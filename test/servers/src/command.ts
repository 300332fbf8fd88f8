import { spawn } from 'node:child_process';

/** What a command is run with. */
export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a command to its end and answers what it printed; throws with the end of its output when it fails. */
export const runCommand = (command: string, args: readonly string[], { cwd, env = process.env }: CommandOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += String(text)));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += String(text)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${`${stdout}${stderr}`.trim().split('\n').slice(-3).join(' ')}`));
    });
  });
