import { arnFields } from './arn.ts';

/** Why a pattern can be the ARN of nothing, and what to write. */
export interface Malformation {
  readonly message: string;
  readonly help: string;
  /** The ARN that was meant, where only one can have been. */
  readonly suggestion?: string;
}

export const malformed = (value: string, what: string, help: string, suggestion?: string): Malformation => ({
  message: `\`${value}\` ${what}`,
  help,
  ...(suggestion === undefined ? {} : { suggestion }),
});

/** The ARN with something else in some of its fields; undefined where a variable hides where they begin. */
export const withFields = (arn: string, changes: Readonly<Record<number, string>>): string | undefined =>
  arn.includes('${')
    ? undefined
    : arnFields(arn)
        .map((field, index) => changes[index] ?? field)
        .join(':');
