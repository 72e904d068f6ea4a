import type { CauseCode } from '../../diagnosis/cause-code.ts';
import type { Certainty, DeniedRequest } from '../../diagnosis/diagnosis.ts';
import type { Severity } from '../../rules/rule.ts';

/**
 * Denials that are one matter for whoever repairs it: the same role, action and resource pattern, whatever the session,
 * the request or the event. Its cause may change on the way. Times are ISO 8601 and those of the events, not of their
 * arrival.
 */
export interface Incident {
  /** A fingerprint of account, Region, role, action and resource pattern. */
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly roleArn: string | null;
  readonly roleName: string | null;
  readonly workload: { readonly type: string; readonly arn: string | null; readonly id?: string } | null;
  /** The IAM action; words where it is a crowd of different ones. */
  readonly action: string | null;
  /** What the denied resources have in common. */
  readonly resource: string | null;
  readonly cause: CauseCode | null;
  readonly certainty: Certainty | null;
  readonly summary: string;
  readonly severity: Severity;
  readonly state: IncidentState;
  readonly acknowledged?: { readonly by: string; readonly why: string; readonly at: string };
  /** Nobody is told of it until a day. */
  readonly muted?: { readonly by: string; readonly why: string; readonly at: string; readonly until: string };
  /** `by`: `quiet`, when it was not seen for a day; `fixed`, when the evidence no longer denies it; or a person. */
  readonly resolved?: { readonly by: string; readonly why: string; readonly at: string };
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Events, each counted once however often it is delivered. */
  readonly count: number;
  /** Of the last alert that was told; one that is pending still compares with it. */
  readonly countAtLastAlert: number;
  readonly lastAlertAt?: string;
  /** When the cause was last worked out. */
  readonly diagnosedAt: string;
  readonly lastEventId: string | null;
  /** The call that the cause was worked out of: asked again, it tells whether it would be denied today. */
  readonly denied?: DeniedRequest;
  /** Changes of the cause that were told since the last other alert: a cause that comes and goes is told once each way. */
  readonly changesTold?: readonly string[];
  /** Goes up with every write: of two that decide at once, one has to look again. */
  readonly version: number;
  /** Decided in the write that changed the state, cleared when the topic has taken it. */
  readonly pending?: PendingAlert;
}

export type IncidentState = 'open' | 'acknowledged' | 'muted' | 'resolved';

export interface PendingAlert {
  /** The same over every retry: whoever passes alerts on knows by it that one is told already. */
  readonly alertId: string;
  readonly reason: AlertReason;
  readonly since: string;
  /** Until then whoever decided it is telling it; absent, whoever comes next tells it. */
  readonly heldUntil?: string;
  /** Of `cause-changed`: what it was before. */
  readonly previousCause?: CauseCode | null;
}

export type AlertReason = 'new' | 'persisting' | 'exploding' | 'cause-changed' | 'resolved' | 'reopened';
