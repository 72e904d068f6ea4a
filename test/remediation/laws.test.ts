import { describe, expect, it } from 'vitest';
import { serviceAuthorization } from '../../functions/iam/service-authorization.ts';
import { isEverything } from '../../functions/iam/wildcard.ts';
import { remediationOfFinding } from '../../functions/remediation/finding-remediation.ts';
import type { Remediation } from '../../functions/remediation/remediation.ts';
import { documentHash } from '../../functions/remediation/wording/document-hash.ts';
import { evaluateRoles } from '../../functions/rules/evaluation.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import { buildAccount } from '../accuracy/build-account.ts';
import { baseSnapshots, denialCases } from '../accuracy/denial-case.ts';
import { judgeDenials } from '../accuracy/judge-denials.ts';
import { bases, labelledRoles } from '../accuracy/labelled-roles.ts';

interface Told {
  readonly of: string;
  readonly code: string;
  readonly remediation: Partial<Remediation>;
}

const ofDenials: readonly Told[] = judgeDenials(baseSnapshots, denialCases).flatMap(({ of, causes }) =>
  causes.map(({ code, remediation }) => ({ of: of.case, code, remediation })),
);

const ofFindings: readonly Told[] = labelledRoles.flatMap((labelled) => {
  const base = bases[labelled.base];
  if (base === undefined) return [];
  const roles = buildAgentRoles(buildAccount(base, labelled)).roles.filter(({ arn }) => arn === base.roleArn);
  return evaluateRoles(roles).flatMap(({ role, outcome }) =>
    outcome.complianceType === 'NON_COMPLIANT'
      ? outcome.findings.map((finding) => ({
          of: labelled.name,
          code: finding.id,
          remediation: remediationOfFinding(finding, role),
        }))
      : [],
  );
});

/** What a law finds wrong, each with the case; empty: nothing. */
const wrong = (told: readonly Told[], law: (remediation: Partial<Remediation>, told: Told) => boolean) =>
  told.filter((one) => !law(one.remediation, one)).map(({ of, code, remediation }) => ({ of, code, remediation }));

const added = ({ diff = '' }: Partial<Remediation>): readonly string[] =>
  diff.split('\n').filter((line) => line.startsWith('+') && !line.startsWith('+++'));

/** The text values of the lines that are new. */
const addedTexts = (remediation: Partial<Remediation>): readonly string[] =>
  added(remediation).flatMap((line) => {
    const text = /^\+\s*(?:"[^"]*": )?"((?:[^"\\]|\\.)*)",?$/.exec(line)?.[1];
    return text === undefined ? [] : [text];
  });

describe.each([
  ['the benchmark', ofDenials],
  ['the findings of the rules', ofFindings],
])('every remediation of %s', (_name, told) => {
  it('is there to be looked at', () => {
    expect(told.filter(({ remediation }) => remediation.proof?.after === 'allowed').length).toBeGreaterThan(20);
  });

  it('with a policy or a diff is proven', () => {
    const unproven = wrong(told, ({ policy, diff, proof }) => {
      if (policy === undefined && diff === undefined) return true;
      const isWhole = proof?.gained === undefined && proof?.lost === undefined;
      return proof?.after === 'allowed' && isWhole && (proof.minimal || proof.before === 'allowed');
    });
    expect(unproven).toEqual([]);
  });

  it('carries the hash of the document that it proposes', () => {
    expect(
      wrong(told, ({ policy, hash }) => hash === (policy === undefined ? undefined : documentHash(policy))),
    ).toEqual([]);
  });

  it('adds no wildcard where the action has resources', () => {
    const wide = wrong(told, (remediation) => {
      if (!addedTexts(remediation).some(isEverything)) return true;
      return (remediation.policy?.Statement ?? []).every(
        ({ Effect, Principal, Resource = [], Action = [] }) =>
          Effect === 'Deny' ||
          !Resource.some(isEverything) ||
          // The policy of a key is about that key.
          (Principal !== undefined && remediation.cli?.startsWith('aws kms ') === true) ||
          Action.every((action) => serviceAuthorization.resourceTypesOf(action)?.length === 0),
      );
    });
    expect(wide).toEqual([]);
  });

  it('adds no action that AWS does not have, and none that hands out permissions', () => {
    const bad = wrong(told, (remediation) =>
      addedTexts(remediation)
        // The permissions of data access policies are no actions of IAM.
        .filter(
          (text) =>
            /^[a-z0-9-]+:[A-Za-z]+$/.test(text) && !(remediation.policy === undefined && text.startsWith('aoss:')),
        )
        .every((action) => serviceAuthorization.resourceTypesOf(action) !== undefined && !/^iam:/.test(action)),
    );
    expect(bad).toEqual([]);
  });

  it('changes no policy of the role for what its policies do not decide', () => {
    const OTHERS = new Set([
      'PERMISSIONS_BOUNDARY',
      'SCP_DENY',
      'RCP_DENY',
      'VPC_ENDPOINT_POLICY',
      'SESSION_POLICY',
      'MODEL_ACCESS_NOT_GRANTED',
      'USE_CASE_FORM_NOT_SUBMITTED',
      'MARKETPLACE_PERMISSIONS_MISSING',
      'MARKETPLACE_SUBSCRIPTION_PENDING_OR_PAYMENT',
      'MODEL_RETIRED_OR_LEGACY',
      'MODEL_NOT_IN_REGION',
      'GEO_RESTRICTION',
      'SERVICE_QUOTA_OR_ACCOUNT_BLOCK',
      'outside-permissions-boundary',
      'denied-by-permissions-boundary',
      'denied-by-service-control-policy',
      'service-control-policies-do-not-allow',
    ]);
    expect(wrong(told, ({ policy }, { code }) => policy === undefined || !OTHERS.has(code))).toEqual([]);
  });
});
