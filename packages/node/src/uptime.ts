/** Milliseconds. `performance` would read a module of Node's for it, in the last millisecond of every process. */
export const uptime = (): number => process.uptime() * 1000;
