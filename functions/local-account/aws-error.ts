/** An answer that is an error, before a protocol words it. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The snapshot does not hold this part, so the caller may not read it: each protocol has its own word for that. */
export class UnknownPart extends Error {
  constructor(part: string) {
    super(`the snapshot does not say what \`${part}\` is`);
  }
}
