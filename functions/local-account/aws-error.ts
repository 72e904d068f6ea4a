/** An answer that is an error, before a protocol words it. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** What a JSON protocol says besides the code and the message. */
  readonly details: object;

  constructor(code: string, status: number, message: string, details: object = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** The snapshot does not hold this part, so the caller may not read it: each protocol has its own word for that. */
export class UnknownPart extends Error {
  constructor(part: string) {
    super(`the snapshot does not say what \`${part}\` is`);
  }
}
