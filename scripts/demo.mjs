import { runDemo } from './demo/run-demo.mjs';
import { readOptions, usage } from './demo/options.mjs';
import { Failure, say } from './run/progress.mjs';

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) say(usage);
  else process.exitCode = await runDemo(options);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(error.message);
  process.exitCode = 2;
}
