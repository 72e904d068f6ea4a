/** `ENOENT`, `EPIPE`, …: what Node.js puts on the errors of its own making. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
