/** How a table is drawn where it goes to. */
export interface TableStyle {
  /** Characters a line may have. */
  readonly width: number;
  /** Lines around the cells, for a terminal. */
  readonly borders: boolean;
  readonly colours: boolean;
}

const PLAIN_WIDTH = 100;
const WIDEST = 120;
const NARROWEST = 50;

/** @param terminal where it is shown; absent for a file */
export function tableStyle(terminal: { readonly isTTY?: boolean; readonly columns?: number } | undefined): TableStyle {
  const { NO_COLOR, TERM } = process.env;
  const onTerminal = terminal?.isTTY === true;
  const columns = onTerminal ? (terminal.columns ?? PLAIN_WIDTH) : PLAIN_WIDTH;
  return {
    width: Math.max(NARROWEST, Math.min(WIDEST, columns)),
    borders: onTerminal,
    colours: onTerminal && (NO_COLOR ?? '') === '' && TERM !== 'dumb',
  };
}
