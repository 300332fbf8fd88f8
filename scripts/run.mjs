// The door of every command: `npm run demo`, `npm test`, `npm run check`.
// It has to speak on a Node that is too old for the rest, so it keeps to syntax that Node 14 parses
// and loads everything else only after it has looked at the version.

const OLDEST_NODE = 20;
const running = process.versions.node;

if (Number(running.split('.')[0]) < OLDEST_NODE) {
  console.error('Tocsin needs Node ' + OLDEST_NODE + ' or newer, and this is Node ' + running + ' (' + process.execPath + '). Install a newer Node and run the command again.');
  process.exitCode = 1;
} else {
  void import('./run/main.mjs')
    .then((commands) => commands.main(process.argv.slice(2)))
    .then((code) => {
      process.exitCode = code;
    });
}
