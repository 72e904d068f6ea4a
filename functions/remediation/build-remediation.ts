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
import { resourceGrants, resourceStatements } from './changes/resource-grant.ts';
import { tighteningRemediation, tighteningStep } from './changes/tightening.ts';
import { keptOut, trustChanges, workloadsOf } from './changes/trust-change.ts';
import { trustLimitRemediation } from './changes/trust-limit.ts';
import { unreadKey } from './changes/unread-key.ts';
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
      return vetted(change.requests, role, underKey(grantRemediation));
    case 'correct':
      return vetted(
        change.requests,
        role,
        underKey((one) => corrected(change, one)),
      );
    case 'exempt':
      return vetted(
        change.requests,
        role,
        underKey((one) => exempted(change, one)),
      );
    case 'boundary':
      return vetted(
        change.requests,
        role,
        underKey((one) => boundaryRemediation(one.requests, one.role)),
      );
    case 'resourceGrant':
      return vetted(change.requests, role, (one) => grantedByResource(change, one), true);
    case 'dataAccess':
      return dataAccessRemediation(change.requests, role);
    case 'trust':
      return trusted(change, role);
    case 'limitTrust':
      return trustLimitRemediation(change, role);
    case 'tighten': {
      return role === undefined
        ? { who: administratorOf(role), steps: [tighteningStep(change), `${NO_PROOF} nothing is known of the role.`] }
        : tighteningRemediation(change, role);
    }
  }
}

type Known = Exclude<Vetted, { readonly remediation: Remediation }>;

function vetted(
  requests: readonly PrincipalRequest[],
  role: AgentRole | undefined,
  build: (known: Known) => Remediation,
  isOfResource = false,
): Remediation {
  const answer = vettedRequests(requests, role, isOfResource);
  return 'remediation' in answer ? answer.remediation : build(answer);
}

/** Whatever the role's own policies come to, the policy of a key has the last word. */
const underKey =
  (build: (known: Known) => Remediation) =>
  (known: Known): Remediation => {
    const key = unreadKey(known.requests, known.role);
    const why = `the policy of ${key} was not read, and what the role is allowed counts only where that policy hands the decision to the account`;
    return key === undefined ? build(known) : withoutPolicy(known.requests, known.role, `${NO_PROOF} ${why}.`);
  };

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
  const candidates = resourceGrants(requests, statements, role);
  const tried = candidates?.map((one) => ({ ...one, proof: prove(one.edits, requests, role) }));
  const places = [...new Set(statements.map(({ resource }) => resource))].join(' and ');
  const proven = tried?.find(({ proof }) => holds(proof));
  if (proven !== undefined) {
    const step =
      proven.denying.length === 0
        ? `Add the statement to the policy of ${places}.`
        : `Ask why the Deny in the ${proven.denying.join(' and ')} stands there; if this workload is not meant by it, narrow it for the role as the diff shows. No Allow outweighs a Deny.`;
    return wordedEdits({ ...proven, requests, caution, steps: [step, REPEAT] }, role);
  }
  const literals = statements.map(({ statement }) => JSON.stringify(statement)).join(' and ');
  const proof = tried?.[0]?.proof;
  const why = proof === undefined ? `the policy of ${places} was not read` : whatRemains(proof);
  const isDenied = proof?.before === 'explicitDeny' && !proof.stillBlockedBy.includes('identity');
  return {
    who: `whoever owns ${places === '' ? (asked[0]?.resource ?? 'the resource') : places}`,
    steps: [
      ...caution,
      isDenied
        ? `Ask why the policy of ${places} denies this; if this workload is not meant by it, except the role from that Deny, for exactly this. No Allow outweighs a Deny.`
        : `Look whether the policy of ${places} allows this, and if not, add ${literals} to it.`,
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
  const tried = trustChanges(workloads, requests, role).map((one) => ({
    ...one,
    proof: prove(one.edits, requests, role),
  }));
  const proven = tried.find(({ proof }) => holds(proof));
  if (proven !== undefined) return wordedEdits({ ...proven, requests, steps: [proven.step, REPEAT] }, role);
  const refused = tried.map(({ proof: { refused: why, ...rest } }) => (holds(rest) ? why : undefined)).find(Boolean);
  return refused === undefined
    ? unknown(look, 'no added statement and no corrected condition lets the service in, and nobody else')
    : unknown(
        `Take out of the trust policy of ${role.name} what no workload needs, or give the workload a role of its own; then ask again.`,
        refused,
      );
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
