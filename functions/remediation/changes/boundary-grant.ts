import { literalStatement } from '../../iam/literal-policy.ts';
import type { Policy, Statement } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { type PolicyEdit, readAgain, rewritten } from '../proof/policy-edit.ts';
import { holds, prove } from '../proof/proof.ts';
import { whatRemains } from '../proof/what-remains.ts';
import type { Remediation } from '../remediation.ts';
import { policyDiff } from '../wording/policy-diff.ts';
import { sharedWith } from '../wording/worded-edits.ts';
import { sparingStatements } from './exemption.ts';
import { freeSid } from './free-sid.ts';
import { grantPolicy } from './grant-policy.ts';

/**
 * What the boundary lacks, for whoever owns it. Never a policy to attach: nothing that the role is given reaches beyond its
 * boundary.
 */
export function boundaryRemediation(requests: readonly PrincipalRequest[], role: AgentRole): Remediation {
  const boundary = 'known' in role.permissionsBoundary ? role.permissionsBoundary.known : null;
  const who = `whoever owns the permissions boundary in account ${role.accountId}`;
  const owner = `Ask whoever owns the permissions boundary${boundary === null ? '' : ` (${boundary.name})`} of ${role.name}`;
  const added = statementsFor(requests, boundary);
  const add = `${owner} to add ${added.map((one) => JSON.stringify(literalStatement(one))).join(' and ')} to it, or to give the role the boundary that is meant for it.`;
  const spared = boundary === null ? undefined : sparingStatements(boundary, requests, role);
  if (boundary === null || spared === undefined) {
    const why = boundary === null ? 'the text of the boundary is not known' : DENIES;
    return { who, steps: [boundary === null ? add : `${owner} why it denies this.`, LEAVE, `${NONE} ${why}.`] };
  }
  const isDenied =
    spared.length !== boundary.statements.length || spared.some((one, at) => one !== boundary.statements[at]);
  const changes = isDenied ? [spared, [...spared, ...added]] : [[...spared, ...added]];
  const tried = changes.flatMap((statements) => {
    const after = rewritten(boundary, statements);
    if (after === undefined) return [];
    const edit: PolicyEdit = { holder: 'permissionsBoundary', name: boundary.name, before: boundary, after };
    return [{ edit, proof: prove([edit], requests, role) }];
  });
  const proven = tried.find(({ proof }) => holds(proof));
  const step = isDenied ? `${owner} to narrow its Deny so that it spares this, as the diff shows.` : add;
  if (proven !== undefined)
    return {
      who,
      steps: [step, ...sharedWith(boundary), LEAVE],
      diff: policyDiff([proven.edit]),
      proof: proven.proof,
    };
  const proof = tried.at(-1)?.proof;
  const why = proof === undefined ? 'AWS would not store such a boundary' : whatRemains(proof);
  return {
    who,
    steps: [isDenied ? `${owner} why it denies this.` : add, LEAVE, `${NONE} ${why}.`],
    ...(proof === undefined ? {} : { proof }),
  };
}

const LEAVE = 'Leave the policies of the role as they are: no identity-based policy reaches beyond the boundary.';
const NONE = 'There is no proof for this:';
const DENIES = 'a Deny of the boundary cannot be narrowed by exactly this request';

/** Under Sids that no statement of the boundary has. */
function statementsFor(requests: readonly PrincipalRequest[], boundary: Policy | null): readonly Statement[] {
  const taken = new Set(boundary?.statements.map(({ location: { sid } }) => sid));
  const grant = grantPolicy(requests);
  const named = {
    ...grant,
    Statement: grant.Statement.map((statement) => ({ ...statement, Sid: freeSid(statement.Sid, taken) })),
  };
  return readAgain(named, 'permissions boundary', 'permissionsBoundary')?.statements ?? [];
}
