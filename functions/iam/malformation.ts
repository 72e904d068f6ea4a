/** Why a pattern can be the ARN of nothing, and what to write. */
export interface Malformation {
  readonly message: string;
  readonly help: string;
}

export const malformed = (value: string, what: string, help: string): Malformation => ({
  message: `\`${value}\` ${what}`,
  help,
});
