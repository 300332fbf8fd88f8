/** What a system call says when it fails: `ENOSPC`, or what else was thrown. */
export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));
