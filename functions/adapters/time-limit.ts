/** A span of time that everything begun in it shares. */
export interface TimeLimit {
  /** @throws Error named `TimeoutError` once the time is over, whether `ask` was begun or not */
  within<Answer>(ask: () => Promise<Answer>): Promise<Answer>;
}

export const NO_LIMIT: TimeLimit = { within: (ask) => ask() };

/** What is still under way when the time is over is left to itself. */
export function startTimeLimit(millis: number): TimeLimit {
  const { promise: over, reject } = Promise.withResolvers<never>();
  over.catch(() => {});
  let isOver = false;
  const end = () => {
    isOver = true;
    const error = new Error('the time of this invocation was used up before it was answered');
    error.name = 'TimeoutError';
    reject(error);
  };
  if (millis > 0) setTimeout(end, millis).unref();
  else end();
  return { within: (ask) => (isOver ? over : Promise.race([ask(), over])) };
}
