import { decide } from '../iam/decide.ts';
import type { AccessRequest, Decision } from '../iam/decision.ts';
import { printable } from './printable.ts';
import { type CaseId, type RefusedCase, readCase } from './simulation-case.ts';
import { dependencyText } from './simulation-dependency.ts';
import type { Line } from './simulation-lines.ts';
import type { policyReader } from './simulation-policies.ts';

/** What is printed of a case, in the order of its members. */
export interface DecidedCase {
  readonly id: CaseId;
  readonly decision: Exclude<Decision['decision'], 'unknown'>;
  readonly blockedBy: Decision['blockedBy'];
  readonly statements: readonly {
    /** `identity[0]`, `resource`, `serviceControl[0][1]`: where its document stands in the case. */
    readonly policy: string;
    readonly sid?: string;
    readonly index: number;
    readonly effect: 'Allow' | 'Deny';
  }[];
}

export interface Answered {
  readonly line: number;
  /** Absent when it could not be read. */
  readonly request?: AccessRequest;
  readonly answer: DecidedCase | RefusedCase;
  /** Why it is not allowed, where no Deny says so. */
  readonly misses?: Decision['misses'];
}

export type CaseStatus = DecidedCase['decision'] | 'error';

export const statusOf = ({ answer }: Answered): CaseStatus => ('error' in answer ? 'error' : answer.decision);

/**
 * Decides the case in a line. Its context is whole: a key that it does not list is absent from the request. An error may
 * quote hostile text, and is one printable line all the same.
 */
export function answerLine(line: Line, readPolicies: ReturnType<typeof policyReader>): Answered {
  const answered = judge(line, readPolicies);
  const { answer } = answered;
  return 'error' in answer ? { ...answered, answer: { ...answer, error: printable(answer.error) } } : answered;
}

function judge(line: Line, readPolicies: ReturnType<typeof policyReader>): Answered {
  const read = readCase(line);
  if ('error' in read) return { line: line.number, answer: read };
  const { id, request } = read;
  const parsed = readPolicies(read);
  if ('error' in parsed) return { line: line.number, request, answer: { id, error: parsed.error } };
  const decision = decide(request, parsed.policies, { absentKeys: 'absent' });
  return { line: line.number, request, answer: answerOf(id, decision), misses: decision.misses };
}

function answerOf(id: CaseId, { decision, blockedBy, statements, dependsOn }: Decision): DecidedCase | RefusedCase {
  if (decision === 'unknown') {
    return { id, error: `cannot be decided, for it depends on ${dependsOn.map(dependencyText).join('; and on ')}` };
  }
  return {
    id,
    decision,
    blockedBy,
    statements: statements.map(({ policy, statement, sid, effect }) => ({
      policy,
      ...(sid === undefined ? {} : { sid }),
      index: statement,
      effect,
    })),
  };
}
