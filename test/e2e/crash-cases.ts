import type { Event } from '@tocsin/core/wire';

/** One way to end. The body runs behind one line that imports `captureException` and the like. */
export interface CrashCase {
  readonly name: string;
  readonly body: string;
  /** Command line before the file. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The first major version of Node that can. Default: all do. */
  readonly since?: number;
  /** How the process ends without us: said, so that a case which never got that far is noticed. Default: code 1. */
  readonly ends?: { readonly code: number | null; readonly signal?: string };
  /** What must arrive, each once and nothing else. Default: one uncaught error. `any`: not promised. */
  readonly events?: readonly Expected[] | 'any';
}

/** What an event must say. */
export interface Expected {
  readonly value?: string;
  readonly type?: string;
  readonly level?: Event['level'];
  /** Without the common beginning; `generic` for what the app captured. Default: either of the others, because the top level of an ES module rejects. */
  readonly mechanism?: 'either' | 'onuncaughtexception' | 'onunhandledrejection' | 'generic';
}

const captured = (value: string): Expected => ({ value, level: 'error', mechanism: 'generic' });
const uncaught = (value: string): Expected => ({ value, mechanism: 'onuncaughtexception' });
const rejected = (value: string, type = 'Error'): Expected => ({ value, type, mechanism: 'onunhandledrejection' });
/** Of a process that lives on. */
const alive = (value: string): Expected => ({ ...rejected(value), level: 'error' });
const hearing = 'process.on("unhandledRejection", (reason) => console.log("caught", reason.message));\n';
const later = 'setTimeout(() => console.log("alive"), 20);';

/** Errors that end the process. */
export const deaths: readonly CrashCase[] = [
  { name: 'a throw at the top level', body: 'throw new TypeError("boom");', events: [{ type: 'TypeError', value: 'boom' }] },
  { name: 'a throw in a timer', body: 'setTimeout(() => { throw new Error("boom"); }, 1);', events: [uncaught('boom')] },
  { name: 'a throw in a microtask', body: 'queueMicrotask(() => { throw new Error("boom"); });', events: [uncaught('boom')] },
  { name: 'a throw in an async function', body: 'const work = async () => { await null; throw new Error("boom"); };\nwork();', events: [rejected('boom')] },
  { name: 'an unhandled rejection', body: 'Promise.reject(new RangeError("boom"));', events: [rejected('boom', 'RangeError')] },
  { name: 'an unhandled rejection in strict mode', args: ['--unhandled-rejections=strict'], body: `Promise.reject(new Error("boom"));\n${later}`, events: [rejected('boom')] },
  // The promise is not at hand in the monitor, so Node's own wrapper of the reason is what arrives.
  { name: 'an unhandled rejection in strict mode that somebody listens to', args: ['--unhandled-rejections=strict'], body: `${hearing}Promise.reject(new Error("boom"));\n${later}`, events: [rejected('boom')] },
  { name: 'a rejection with no error', body: 'Promise.reject({ status: 7 });', events: [{ mechanism: 'onunhandledrejection' }] },
  { name: 'a rejection with undefined', body: 'Promise.reject();', events: [{ mechanism: 'onunhandledrejection' }] },
  { name: 'a thrown text', body: 'throw "boom";' },
  { name: 'a thrown object', body: 'throw { status: 7 };', events: [{ value: 'Object thrown, with keys: status' }] },
  { name: 'a thrown null', body: 'throw null;', events: [{ value: 'Thrown value: null' }] },
  { name: 'a thrown undefined', body: 'throw undefined;', events: [{ value: 'Thrown value: undefined' }] },
  { name: 'a thrown symbol', body: 'throw Symbol("boom");', events: [{ value: 'Thrown value: Symbol(boom)' }] },
  { name: 'a frozen error with a cause', body: 'throw Object.freeze(new Error("boom", { cause: Object.freeze(new Error("why")) }));' },
  { name: 'an aggregate with properties', body: 'throw Object.assign(new AggregateError([new Error("a"), new Error("b")], "boom"), { status: 7 });', events: [{ type: 'AggregateError', value: 'boom' }] },
  { name: 'an error whose getters throw', body: 'const error = new Error("boom");\nfor (const key of ["stack", "message", "name", "cause", "code"]) Object.defineProperty(error, key, { get() { throw new Error("no"); } });\nthrow error;', events: [{}] },
  { name: 'a proxy that throws', body: 'throw new Proxy(new Error("boom"), { get() { throw new Error("no"); }, getPrototypeOf() { throw new Error("no"); } });', events: [{}] },
  { name: 'a revoked proxy', body: 'const { proxy, revoke } = Proxy.revocable({}, {});\nrevoke();\nthrow proxy;', events: [{}] },
  { name: 'a stack without end', body: 'const dig = (depth) => dig(depth + 1) + 1;\ndig(0);', events: [{ type: 'RangeError', value: 'Maximum call stack size exceeded' }] },
  { name: 'a syntax error', body: 'new (process.getBuiltinModule("node:vm").Script)("let x = ;", { filename: "broken.js" });', events: [{ type: 'SyntaxError', value: "Unexpected token ';'" }] },
  { name: 'an emitter whose error nobody hears', body: 'const { EventEmitter } = process.getBuiltinModule("node:events");\nnew EventEmitter().emit("error", new Error("boom"));' },
  { name: 'an error of the system', body: 'process.getBuiltinModule("node:fs").readFileSync("/nowhere");', events: [{ value: "ENOENT: no such file or directory, open '/nowhere'" }] },
  { name: 'source maps switched on', args: ['--enable-source-maps'], body: 'throw new Error("boom");' },
  { name: 'a stack of the app’s own making', body: 'Error.prepareStackTrace = (error, frames) => `mine: ${error.message}, ${frames.length > 0}`;\nthrow new Error("boom");' },
  { name: 'a stack that cannot be made', body: 'Error.prepareStackTrace = () => { throw new Error("no"); };\nthrow new Error("boom");' },
  { name: 'a thrown text where no stack can be made', body: 'Error.prepareStackTrace = () => { throw new Error("no"); };\nthrow "boom";' },
  { name: 'no stack at all', body: 'Error.stackTraceLimit = 0;\nthrow new Error("boom");' },
  { name: 'a throw in an exit handler', body: 'process.on("exit", () => { throw new Error("boom"); });', events: [uncaught('boom')] },
  { name: 'a throw in an exit handler after process.exit', body: 'process.on("exit", () => { throw new Error("boom"); });\nprocess.exit(3);', ends: { code: 3 } },
  { name: 'an exit code set before', body: 'process.exitCode = 5;\nthrow new Error("boom");' },
  { name: 'an exit code set at exit', body: 'process.on("exit", () => { process.exitCode = 9; });\nthrow new Error("boom");', ends: { code: 9 } },
  { name: 'a monitor of the app that throws', body: 'process.on("uncaughtExceptionMonitor", () => { throw new Error("second"); });\nthrow new Error("boom");', ends: { code: 7 } },
  // Node cannot load its own streams then, so nobody can send; how it dies must not change for that.
  { name: 'a prototype that was tampered with', body: 'Object.prototype.value = "x";\nthrow new Error("boom");', events: 'any' },
  { name: 'an error in a worker thread', body: 'new (process.getBuiltinModule("node:worker_threads").Worker)("throw new Error(\'boom\')", { eval: true });' },
];

/** Errors that the app takes upon itself: it lives on, or ends as it likes. */
export const survivals: readonly CrashCase[] = [
  { name: 'a handler', body: `let calls = 0;\nprocess.on("uncaughtException", (error, origin) => console.log(++calls, error.message, origin));\n${later}\nsetTimeout(() => { throw new Error("boom"); }, 1);`, ends: { code: 0 } },
  { name: 'a handler that ends the process', body: 'process.on("uncaughtException", (error) => { console.error("fatal:", error.message); process.exit(4); });\nsetTimeout(() => { throw new Error("boom"); }, 1);', ends: { code: 4 } },
  // Node asks nobody any more, neither monitor nor exit event: it arrives with the next start (node-sudden-ends.test.ts).
  { name: 'a handler that throws', body: 'process.on("uncaughtException", () => { throw new Error("second"); });\nsetTimeout(() => { throw new Error("boom"); }, 1);', ends: { code: 7 }, events: 'any' },
  { name: 'a handler for one error only', body: 'process.once("uncaughtException", () => setTimeout(() => { throw new Error("second"); }, 1));\nsetTimeout(() => { throw new Error("boom"); }, 1);', events: [{ value: 'boom' }, { value: 'second' }] },
  { name: 'a capture callback', body: `process.setUncaughtExceptionCaptureCallback((error) => console.log("caught", error.message));\n${later}\nsetTimeout(() => { throw new Error("boom"); }, 1);`, ends: { code: 0 } },
  { name: 'a domain', body: `const domain = process.getBuiltinModule("node:domain").create();\ndomain.on("error", (error) => console.log("caught", error.message));\ndomain.run(() => setTimeout(() => { throw new Error("boom"); }, 1));\n${later}`, ends: { code: 0 } },
  ...(['throw', 'warn', 'warn-with-error-code', 'none'] as const).map((mode): CrashCase => ({ name: `a listener for rejections in mode ${mode}`, args: [`--unhandled-rejections=${mode}`], body: `${hearing}Promise.reject(new Error("boom"));\n${later}`, ends: { code: 0 }, events: [alive('boom')] })),
  { name: 'a listener for one rejection only', body: `process.once("unhandledRejection", (reason) => { console.log("caught", reason.message); setTimeout(() => Promise.reject(new Error("second")), 1); });\nPromise.reject(new Error("boom"));`, events: [alive('boom'), rejected('second')] },
  { name: 'a listener that comes and goes', body: `const hear = () => undefined;\nprocess.on("unhandledRejection", hear).off("unhandledRejection", hear);\nPromise.reject(new Error("boom"));`, events: [rejected('boom')] },
  { name: 'a listener for rejections that throws', body: `process.on("unhandledRejection", () => { throw new Error("second"); });\nPromise.reject(new Error("boom"));`, events: [alive('boom'), { value: 'second' }] },
  { name: 'a rejection that is handled in time', body: `const late = Promise.reject(new Error("boom"));\nlate.catch(() => console.log("caught"));\n${later}`, ends: { code: 0 }, events: [] },
  ...(['none', 'warn', 'warn-with-error-code'] as const).map((mode): CrashCase => ({ name: `rejections in mode ${mode}`, args: [`--unhandled-rejections=${mode}`], body: `Promise.reject(new Error("boom"));\n${later}`, ends: { code: mode === 'warn-with-error-code' ? 1 : 0 }, events: [alive('boom')] })),
  ...(['warn', 'warn-with-error-code', 'none'] as const).map((mode): CrashCase => ({ name: `rejections in mode ${mode} that a file of options says`, since: 22, args: [`--experimental-config-file=${mode}.config.json`], body: `Promise.reject(new Error("boom"));\n${later}`, ends: { code: mode === 'warn-with-error-code' ? 1 : 0 }, events: [alive('boom')] })),
  { name: 'a listener for rejections in mode strict that a file of options says', since: 22, args: ['--experimental-config-file=strict.config.json'], body: `${hearing}Promise.reject(new Error("boom"));\n${later}`, events: [rejected('boom')] },
  { name: 'rejections in a mode that NODE_OPTIONS says', env: { NODE_OPTIONS: '--unhandled-rejections=warn' }, body: `Promise.reject(new Error("boom"));\n${later}`, ends: { code: 0 }, events: [alive('boom')] },
];

const asked = '.listen(0, function () { http.request({ port: this.address().port, agent: false, method: "POST" }).on("error", () => undefined).end("body"); });';
const http = 'const http = process.getBuiltinModule("node:http");\n';

const throws = '() => { throw new Error("boom"); }';
/** A server that has answered a request, and then is told `more` on the same connection. */
const told = (event: string, more: string): string => `${http}http.createServer((request, response) => response.end("x")).on("${event}", ${throws}).listen(0, function () { const socket = process.getBuiltinModule("node:net").connect(this.address().port).on("error", () => undefined); socket.write("GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"); socket.once("data", () => setTimeout(() => socket.write("${more}\\r\\n\\r\\n"), 20)); });`;
/** A server that has answered a request; `then` happens in peace, and outside of timers: which are due together is chance. */
const served = (then: string): string => `${http}const server = http.createServer((request, response) => response.end("x")).listen(0, () => http.get({ port: server.address().port, agent: false }, (answer) => answer.resume().on("end", () => setTimeout(setImmediate, 20, () => { ${then} }))));`;

/** Errors in what a server calls: scopes are followed there, and that must not be seen. */
export const servers: readonly CrashCase[] = [
  { name: 'a throw where a request begins', body: `${http}http.createServer(() => { throw new Error("boom"); })${asked}`, events: [uncaught('boom')] },
  { name: 'a throw where the second request on a connection begins', body: `${http}let calls = 0;\nconst agent = new http.Agent({ keepAlive: true });\nconst server = http.createServer((request, response) => { if (++calls === 2) throw new Error("boom"); response.end(); }).listen(0, () => ask(ask));\nconst ask = (then) => http.get({ port: server.address().port, agent }, (answer) => answer.resume().on("end", () => setImmediate(then, () => undefined))).on("error", () => undefined);`, events: [uncaught('boom')] },
  { name: 'a throw at the end of a body', body: `${http}http.createServer((request) => request.resume().on("end", () => { throw new Error("boom"); }))${asked}`, events: [uncaught('boom')] },
  { name: 'a throw at the end of a response', body: `${http}http.createServer((request, response) => response.on("close", () => { throw new Error("boom"); }).end())${asked}`, events: [uncaught('boom')] },
  // With one frame, because between the two events of a stream there are functions of ours.
  { name: 'a throw where a stream of HTTP/2 begins', body: 'const http2 = process.getBuiltinModule("node:http2");\nError.stackTraceLimit = 1;\nhttp2.createServer(() => { throw new Error("boom"); }).listen(0, function () { http2.connect(`http://127.0.0.1:${this.address().port}`).on("error", () => undefined).request().on("error", () => undefined); });', events: [uncaught('boom')] },
  { name: 'a throw at an upgrade after a request', body: told('upgrade', 'GET / HTTP/1.1\\r\\nHost: a\\r\\nConnection: upgrade\\r\\nUpgrade: x'), events: [uncaught('boom')] },
  { name: 'a throw at a tunnel after a request', body: told('connect', 'CONNECT a:1 HTTP/1.1\\r\\nHost: a'), events: [uncaught('boom')] },
  { name: 'a throw at what is no request after one', body: told('clientError', 'garbage'), events: [uncaught('boom')] },
  { name: 'a throw at the next connection', body: served(`server.on("connection", ${throws}); http.get({ port: server.address().port, agent: false }).on("error", () => undefined);`), events: [uncaught('boom')] },
  { name: 'a throw at the end of a server', body: served(`server.close(${throws});`), events: [uncaught('boom')] },
  { name: 'an error of a server that nobody hears', body: served('server.emit("error", new Error("boom"));'), events: [uncaught('boom')] },
  { name: 'a port that the first server has', body: served('http.createServer().listen({ port: server.address().port });'), events: [{ mechanism: 'onuncaughtexception' }] },
  // Node 20 publishes no streams, so that all events of such servers are looked at there.
  { name: 'a throw at the second session of HTTP/2', since: 22, body: `let calls = 0;\nconst http2 = process.getBuiltinModule("node:http2");\nhttp2.createServer((request, response) => response.end()).on("session", () => { if (++calls === 2) throw new Error("boom"); }).listen(0, function () { const url = \`http://127.0.0.1:\${this.address().port}\`; http2.connect(url).on("error", () => undefined).request().on("error", () => undefined).on("close", () => http2.connect(url).on("error", () => undefined)).resume(); });`, events: [uncaught('boom')] },
  { name: 'a rejection in a listener of a server', body: `${http}http.createServer(async () => { await null; throw new Error("boom"); })${asked}`, events: [rejected('boom')] },
];

const ten = (event: string): string => `for (let n = 0; n < 10; n++) process.on(${JSON.stringify(event)}, () => undefined);\n`;
const heardByMany = ['exit', 'unhandledRejection', 'uncaughtExceptionMonitor'].map(ten).join('');

/** Endings without an error that nobody caught. */
export const endings: readonly CrashCase[] = [
  { name: 'nothing at all', body: '', ends: { code: 0 }, events: [] },
  { name: 'a natural end right after a capture', body: 'captureException(new Error("mine"));', ends: { code: 0 }, events: [captured('mine')] },
  { name: 'process.exit right after a capture', body: 'captureException(new Error("mine"));\nprocess.exit(3);', ends: { code: 3 }, events: [captured('mine')] },
  { name: 'process.exit after many captures', body: 'for (let n = 0; n < 25; n++) captureException(new Error(`mine ${"abcdefghijklmnopqrstuvwxy"[n]}`));\nprocess.exit(3);', ends: { code: 3 }, events: Array.from('abcdefghijklmnopqrstuvwxy', (letter) => captured(`mine ${letter}`)) },
  { name: 'process.exit while a request is on its way', body: 'captureException(new Error("mine"));\nsetTimeout(() => process.exit(3), 200);', ends: { code: 3 }, events: [captured('mine')] },
  { name: 'captures in an exit handler', body: 'process.on("exit", () => { captureException(new Error("mine")); captureException(new Error("mine too")); });', ends: { code: 0 }, events: [captured('mine'), captured('mine too')] },
  { name: 'a capture in an exit handler after process.exit', body: 'captureException(new Error("early"));\nprocess.on("exit", () => captureException(new Error("mine")));\nprocess.exit(3);', ends: { code: 3 }, events: [captured('early'), captured('mine')] },
  { name: 'a crash right after a capture', body: 'captureException(new Error("mine"));\nthrow new Error("boom");', events: [captured('mine'), { value: 'boom' }] },
  // Once its stack was read, by us or by a logger, V8 no longer knows where an error was made, and Node
  // shows another line of source when a promise is rejected with it. So the stack is read here too.
  { name: 'a crash with an error captured before', body: 'const error = new Error("mine");\ncaptureException(error);\nString(error.stack);\nthrow error;', events: [captured('mine')] },
  // Node warns of an eleventh, in the next turn.
  { name: 'as many listeners as may be', body: `${heardByMany}${later}`, ends: { code: 0 }, events: [] },
  { name: 'SIGTERM', body: 'setInterval(() => undefined, 1000);\nprocess.kill(process.pid, "SIGTERM");', ends: { code: null, signal: 'SIGTERM' }, events: 'any' },
  { name: 'SIGINT with a handler', body: 'process.on("SIGINT", () => { console.log("bye"); process.exit(130); });\ncaptureException(new Error("mine"));\nprocess.kill(process.pid, "SIGINT");\nsetTimeout(() => undefined, 1000);', ends: { code: 130 }, events: [captured('mine')] },
  { name: 'SIGKILL', body: 'process.kill(process.pid, "SIGKILL");', ends: { code: null, signal: 'SIGKILL' }, events: 'any' },
];
