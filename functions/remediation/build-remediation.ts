import type { AgentRole } from '../workload/agent-role.ts';
import type {
  Change,
  Correction,
  Exemption,
  PrincipalRequest,
  ResourceGrant,
  TrustChange,
} from '../workload/change.ts';
import { boundaryRemediation } from './changes/boundary-grant.ts';
import { type Candidate, corrections } from './changes/correction.ts';
import { dataAccessRemediation } from './changes/data-access-grant.ts';
import { exemption } from './changes/exemption.ts';
import { grantRemediation } from './changes/grant-remediation.ts';
import { resourceGrant, resourceStatements } from './changes/resource-grant.ts';
import { tighteningRemediation } from './changes/tightening.ts';
import { keptOut, trustChanges, workloadsOf } from './changes/trust-change.ts';
import { trustLimitRemediation } from './changes/trust-limit.ts';
import { administratorOf, NO_PROOF, type Vetted, vettedRequests, withoutPolicy } from './changes/vetted-requests.ts';
import { holds, prove } from './proof/proof.ts';
import { whatRemains } from './proof/what-remains.ts';
import type { Proof, Remediation } from './remediation.ts';
import { trustPolicy } from './trust-policy.ts';
import { REPEAT, wordedEdits } from './wording/worded-edits.ts';

/**
 * What to do about a change: words where no policy helps; else the smallest change of the policy concerned, with the proof that
 * it allows what was denied and nothing else. Without a proof there is no policy, and the steps say why.
 */
export function buildRemediation(change: Change, role: AgentRole | undefined): Remediation {
  switch (change.kind) {
    case 'steps':
      return { who: change.who, steps: change.steps, ...(change.cli === undefined ? {} : { cli: change.cli }) };
    case 'grant':
      return vetted(change.requests, role, grantRemediation);
    case 'correct':
      return vetted(change.requests, role, (one) => corrected(change, one));
    case 'exempt':
      return vetted(change.requests, role, (one) => exempted(change, one));
    case 'boundary':
      return vetted(change.requests, role, (one) => boundaryRemediation(one.requests, one.role));
    case 'resourceGrant':
      return vetted(change.requests, role, (one) => grantedByResource(change, one));
    case 'dataAccess':
      return dataAccessRemediation(change.requests, role);
    case 'trust':
      return trusted(change, role);
    case 'limitTrust':
      return trustLimitRemediation(change, role);
    case 'tighten': {
      const step = tighteningStep(change.location.policy, change.location.statement, change.statements.length);
      return role === undefined
        ? { who: administratorOf(role), steps: [step, `${NO_PROOF} nothing is known of the role.`] }
        : tighteningRemediation(change, role, step);
    }
  }
}

type Known = Exclude<Vetted, { readonly remediation: Remediation }>;

function vetted(
  requests: readonly PrincipalRequest[],
  role: AgentRole | undefined,
  build: (known: Known) => Remediation,
): Remediation {
  const answer = vettedRequests(requests, role);
  return 'remediation' in answer ? answer.remediation : build(answer);
}

/** Where no correction in place holds, a statement is added instead. */
function corrected(change: Correction, known: Known): Remediation {
  const { requests, role, caution } = known;
  const proven = firstProven(corrections(change, requests, role), requests, role);
  return proven === undefined
    ? grantRemediation(known, change.location)
    : wordedEdits({ ...proven, requests, caution, steps: [proven.step, REPEAT] }, role);
}

function exempted({ location }: Exemption, { requests, role, caution }: Known): Remediation {
  const edits = exemption(requests, role) ?? [];
  const proof = edits.length === 0 ? undefined : prove(edits, requests, role);
  if (proof !== undefined && holds(proof))
    return wordedEdits(
      {
        edits,
        requests,
        proof,
        caution,
        steps: [
          `Ask why the Deny of statement ${location.statement} of the ${location.policy} stands there; if this workload is not meant by it, narrow it as the diff shows. No Allow outweighs a Deny.`,
          REPEAT,
        ],
      },
      role,
    );
  const why = proof === undefined ? 'the Deny cannot be narrowed by exactly this request' : whatRemains(proof);
  const remediation = withoutPolicy(requests, role, `${NO_PROOF} ${why}.`);
  const find = `Ask why the Deny of statement ${location.statement} of the ${location.policy} stands there; no Allow outweighs it.`;
  return { ...remediation, steps: [find, ...remediation.steps.slice(1)], ...(proof === undefined ? {} : { proof }) };
}

function grantedByResource({ requests: asked }: ResourceGrant, { requests, role, caution }: Known): Remediation {
  const statements = resourceStatements(requests, role);
  const edits = resourceGrant(statements, role);
  const proof = edits === undefined || edits.length === 0 ? undefined : prove(edits, requests, role);
  const places = [...new Set(statements.map(({ resource }) => resource))].join(' and ');
  if (edits !== undefined && proof !== undefined && holds(proof))
    return wordedEdits(
      { edits, requests, proof, caution, steps: [`Add the statement to the policy of ${places}.`, REPEAT] },
      role,
    );
  const literals = statements.map(({ statement }) => JSON.stringify(statement)).join(' and ');
  const why = proof === undefined ? `the policy of ${places} was not read` : whatRemains(proof);
  return {
    who: `whoever owns ${places === '' ? (asked[0]?.resource ?? 'the resource') : places}`,
    steps: [
      ...caution,
      `Look whether the policy of ${places} allows this, and if not, add ${literals} to it.`,
      `There is no proof for this: ${why}.`,
    ],
    ...(proof === undefined ? {} : { proof }),
  };
}

function trusted(change: TrustChange, role: AgentRole | undefined): Remediation {
  const who = administratorOf(role);
  const unknown = (text: string, reason: string): Remediation => ({ who, steps: [text, `${NO_PROOF} ${reason}.`] });
  const look =
    'Compare the principal and the conditions of the trust policy with the service and the workload that it acts for.';
  if (role === undefined) return unknown(look, 'nothing is known of the role');
  const workloads = workloadsOf(change, role);
  if (workloads.length === 0) return unknown(look, 'the workload is none that acts with the role');
  if ('missing' in role.trustPolicy) {
    const literals = trustPolicy(workloads)
      .Statement.map((statement) => JSON.stringify(statement))
      .join(' and ');
    return unknown(
      `Look whether the trust policy of ${role.name} has ${literals}, and add it if not.`,
      role.trustPolicy.missing.join('; '),
    );
  }
  const requests = keptOut(workloads, role);
  if (requests.length === 0)
    return { who, steps: ['Repeat the call: the trust policy lets the service assume the role now.'] };
  const proven = firstProven(trustChanges(workloads, requests, role), requests, role);
  return proven === undefined
    ? unknown(look, 'no added statement and no corrected condition lets the service in, and nobody else')
    : wordedEdits({ ...proven, requests, steps: [proven.step, REPEAT] }, role);
}

function firstProven(
  candidates: readonly Candidate[],
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): (Candidate & { readonly proof: Proof }) | undefined {
  for (const candidate of candidates) {
    const proof = prove(candidate.edits, requests, role);
    if (holds(proof)) return { ...candidate, proof };
  }
  return undefined;
}

const tighteningStep = (policy: string, statement: number, kept: number): string =>
  kept === 0
    ? `Remove statement ${statement} of the ${policy}: no workload of the role needs anything of it.`
    : policy.startsWith('AWS managed policy ')
      ? `Put the inline policy of the diff in the place of the ${policy}, which nobody but AWS can change: what is left is what the workloads need.`
      : `Replace statement ${statement} of the ${policy} as the diff shows: what is left is what the workloads need.`;
