/** When an incident is told of again, looked into again, or over. All in milliseconds. */
export interface IncidentSettings {
  /** An open incident that is still seen is told of again. */
  readonly reminder: number;
  /** Not seen for so long, it is over. */
  readonly quiet: number;
  /** A cause that was worked out longer ago is worked out again when the incident is seen. */
  readonly evidence: number;
  /** The same, when it is refused in other words than those that the cause was worked out of. */
  readonly otherwise: number;
  /** Only of what was not seen for so long is it asked whether it is fixed: CloudTrail tells within a quarter of an hour. */
  readonly settled: number;
  /** The least time between an alert and one that the count has exploded since. */
  readonly explosion: number;
  /** How long whoever decided an alert has to tell it, before somebody else does. */
  readonly hold: number;
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

export const DEFAULT_SETTINGS: IncidentSettings = {
  reminder: DAY,
  quiet: DAY,
  evidence: 15 * MINUTE,
  otherwise: MINUTE,
  settled: 30 * MINUTE,
  explosion: 60 * MINUTE,
  hold: 1.5 * MINUTE,
};
