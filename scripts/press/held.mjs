// What a start leaves unread is read whatever becomes of the files and of the process: they are opened when a client is
// made (`getReady`), and closed once all is read. They are read like any others, by `require`, and from what is open
// where that fails. The door of `@tocsin/node` does that for the core's files, too.

const replaced = (/** @type {string} */ code, /** @type {RegExp | string} */ what, /** @type {string} */ by) => {
  const text = code.replace(what, () => by);
  if (text === code) throw new Error(`there is no ${String(what)} in what was made`);
  return text;
};

const READING = "(later_file$ ??= require('./later.cjs'))";

/** What hangs at the door: for the package's other doors, and, at that of the core, for the door of `@tocsin/node`. */
export const atDoor = (/** @type {string} */ packageName) => `, later: later_file${packageName === 'core' ? ', folder: __dirname, set spare(given) { spare_file = given; }' : ''}`;

/** For `holdRest` of `held-rest.ts`. */
export const HOLD = 'const holdRest = () => hold_file();';

/**
 * Files by the names of their doors: `own` is the one of `@tocsin/node` that is read later. What was made of an open one is kept.
 * They are opened all or none: half of them would be of no use, and may have been the last descriptors, without which none can be read by its name.
 */
const IN_NODE = `
const path_file = (door) => (door === 'own' ? __dirname + '/later' : core_start.folder + '/' + door) + '.cjs';
const held_file = {};
const made_file = {};
const let_go_file = () => Object.keys(held_file).forEach((door) => {
  core_start.attempt(() => node_fs().closeSync(held_file[door]));
  delete held_file[door];
});
const hold_file = () => later_file$ || core_start.attemptElse(() => ['own', 'later', 'platform', 'http'].forEach((door) => (held_file[door] ??= node_fs().openSync(path_file(door)))), let_go_file);
const spare_file = (door) => (cause) => {
  if (!made_file[door]) {
    if (!held_file[door]) throw cause;
    require('node:vm').compileFunction(node_fs().readFileSync(held_file[door], 'utf8'), ['exports', 'require'], { filename: path_file(door) })((made_file[door] = {}), (name) => {
      const other = name.split('core/')[1];
      return other ? spare_file(other)(cause) : name.startsWith('node:') ? require(name) : door === 'own' && name.startsWith('.') ? exports : core_start;
    });
  }
  return made_file[door];
};
core_start.spare = spare_file('later');
const read_file = () => {
  core_start.later();
  const later = core_start.attemptElse(() => require('./later.cjs'), spare_file('own'));
  let_go_file();
  return later;
};
`;

/** What hangs at the core's door inherits from it, so that nothing has to be asked for twice. */
const asked = (/** @type {string} */ code) => code.replace(/^let _tocsin_core_file\$;\nconst _tocsin_core_file = .*;$/m, 'const _tocsin_core_file = () => core_start;').replace(/(?<=^var _tocsin_core_file = ).*(?=;$)/m, 'core_start');

/** The text of a file, with its way to read what is read later. */
export const withHeld = (/** @type {string} */ given, /** @type {string} */ packageName, /** @type {string} */ door) => {
  const code = given.includes('var core_start') ? asked(given) : given;
  const reading = /^let later_file\$;\nconst later_file = .*;\n/m;
  // Whichever of the two files a door asks for first.
  if (door !== 'index') return reading.test(code) ? replaced(code, reading, "const later_file = require('./index.cjs').inner.later;\n") : code;
  if (packageName === 'core') return replaced(code, READING, "(later_file$ ??= attemptElse(() => require('./later.cjs'), spare_file))").replace(/^let later_file\$;/m, 'let spare_file = (cause) => {\n  throw cause;\n};\nlet later_file$;');
  const held = replaced(replaced(code, READING, '(later_file$ ??= read_file())'), /(?<=^var core_start = .*\n)/m, IN_NODE);
  return replaced(held, /\?\?= (require\('@tocsin\/core\/platform'\))/, "??= core_start.attemptElse(() => require('@tocsin/core/platform'), spare_file('platform'))");
};
