/** What a system call says when it fails: `ENOSPC`, or what else was thrown. An error of Node's may be of another realm. */
export const codeOf = (error: unknown): string => String(Reflect.get(Object(error), 'code') ?? error);
