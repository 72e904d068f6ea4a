import type { PolicyDocument } from './remediation.ts';

type Statement = PolicyDocument['Statement'][number];

/** A policy document and how a role takes it. */
export interface SizedPolicy {
  readonly attachAs: 'inline' | 'managed';
  /** Without the white space between its elements, as IAM counts. */
  readonly characters: number;
  readonly document: PolicyDocument;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MOST_INLINE = 10_240;
export const MOST_MANAGED = 6_144;
/** How many managed policies a role takes before its quota is raised. */
export const MOST_ATTACHED = 10;
export const MOST_TRUST_POLICY = 2_048;
/** As far as the quota can be raised. */
export const MOST_TRUST_POLICY_RAISED = 4_096;

export const charactersOf = (document: unknown): number => JSON.stringify(document).length;

/** One inline policy, or as many managed ones as the statements fill: all inline policies of a role share one limit. */
export function sizedPolicies(statements: readonly Statement[]): readonly SizedPolicy[] {
  if (statements.length === 0) return [];
  const whole = documentOf(statements);
  if (charactersOf(whole) <= MOST_INLINE) return [sized('inline', whole)];
  const documents: Statement[][] = [];
  for (const statement of statements.flatMap(inParts)) {
    const roomy = documents.find((document) => fits([...document, statement]));
    if (roomy === undefined) documents.push([statement]);
    else roomy.push(statement);
  }
  return documents.map((part) => sized('managed', documentOf(part)));
}

const documentOf = (statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});

const sized = (attachAs: SizedPolicy['attachAs'], document: PolicyDocument): SizedPolicy => ({
  attachAs,
  characters: charactersOf(document),
  document,
});

const fits = (statements: readonly Statement[]): boolean => charactersOf(documentOf(statements)) <= MOST_MANAGED;

/** A statement that is too large for a document, in parts with as many of its resources as fit. */
function inParts(statement: Statement): readonly Statement[] {
  if (fits([statement])) return [statement];
  // A Sid that is longer than any part's, so that every part has room for its own.
  const room =
    MOST_MANAGED - charactersOf(documentOf([{ ...statement, Sid: `${statement.Sid}Part999`, Resource: [] }]));
  const parts: string[][] = [];
  let left = 0;
  for (const resource of statement.Resource) {
    const characters = charactersOf(resource) + 1;
    if (parts.length === 0 || characters > left) {
      parts.push([]);
      left = room;
    }
    parts.at(-1)?.push(resource);
    left -= characters;
  }
  return parts.map((resources, index) => ({
    ...statement,
    Sid: `${statement.Sid}Part${index + 1}`,
    Resource: resources,
  }));
}
