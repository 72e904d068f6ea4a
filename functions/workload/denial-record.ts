/** A denial that the listener keeps until somebody resolves it, as `openDenials` of a snapshot holds it. */
export interface OpenDenial {
  readonly roleArn: string;
  /** `bedrock:InvokeModel` */
  readonly action: string;
  readonly resource?: string;
  /** A cause code of the diagnosis: `USE_CASE_FORM_NOT_SUBMITTED`. */
  readonly cause: string;
  /** What the diagnosis said, for people. */
  readonly summary?: string;
  /** ISO 8601, as are all its times. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly count: number;
  /** A resolved denial is not in the list. */
  readonly state: 'open' | 'acknowledged' | 'muted';
  /** Who acknowledged or muted it, and why. */
  readonly by?: string;
  readonly reason?: string;
}
