import type { Severity } from '../rules/rule.ts';
import type { AlertReason } from './incidents/incident.ts';

/**
 * What is told to people and to machines alike: each channel words it in its own way, and a queue, a function or a webhook
 * gets it as it is. A reader of `bedrock-warden/alert/1` ignores members that it does not know. All of it is plain text;
 * `buildAlert` made it harmless, not yet fit for the markup of any channel.
 */
export interface Alert {
  readonly format: 'bedrock-warden/alert/1';
  /** The same over every retry: whoever gets it twice drops the second. */
  readonly id: string;
  /** Alerts of one thread are one conversation: an incident, a rule on a role, an alarm. */
  readonly thread: string;
  readonly kind: 'denial' | 'compliance' | 'digest' | 'monitor';
  readonly reason: AlertReason | ComplianceReason | DigestReason | MonitorReason;
  readonly severity: Severity;
  /** ASCII, one line, at most 99 characters: what SNS takes as a subject. */
  readonly subject: string;
  /** One sentence. */
  readonly summary: string;
  readonly sections: readonly AlertSection[];
  readonly links: readonly AlertLink[];
  /** A command, or a place, that shows all of it where a channel had to leave something out. */
  readonly more: string;
  /** Commands that keep it quiet; empty where nothing has to be. */
  readonly silence: readonly string[];
  readonly attributes: AlertAttributes;
  /** Of a denial: since when, and how often. */
  readonly incident?: IncidentSummary;
  /** The CloudTrail event it is about. */
  readonly eventId: string | null;
  /** What a program wants of it, as the kind has it: the diagnosis of a denial, the findings of a rule. */
  readonly details: unknown;
}

/** `non-compliant`: newly so; `compliant`: it was not. */
export type ComplianceReason = 'non-compliant' | 'compliant';

/** `many`: so many changed at once that each is not told alone, as after the first deployment. */
export type DigestReason = 'scheduled' | 'many';

export type MonitorReason = 'alarm' | 'recovered';

/** By these a subscription filters. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
export interface AlertAttributes {
  readonly severity: Severity;
  readonly cause?: string;
  readonly account?: string;
  readonly region?: string;
  readonly workloadType?: string;
}

export interface AlertSection {
  /** What it is for: when room is short, `more` goes first and `happened` last. */
  readonly part: 'happened' | 'why' | 'todo' | 'more';
  readonly title: string;
  readonly lines: readonly string[];
  /** Something to paste, line breaks kept. */
  readonly code?: string;
}

/** An address that was made here, never one from an event. */
export interface AlertLink {
  readonly label: string;
  readonly url: string;
}

export interface IncidentSummary {
  readonly id: string;
  readonly state: string;
  /** ISO 8601. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly count: number;
  readonly previousCause?: string | null;
}

/** Nothing is wrong any more. */
export const isOver = ({ reason }: Pick<Alert, 'reason'>): boolean =>
  reason === 'resolved' || reason === 'compliant' || reason === 'recovered';
