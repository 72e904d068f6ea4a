import type { Decision } from '../iam/decision.ts';
import type { StatementLocation } from '../iam/policy.ts';
import type { AskedRequest } from './asked-requests.ts';
import type { DiagnosisContext } from './context.ts';
import type { Certainty, EvidenceLine } from './diagnosis.ts';
import { decisionText, engineLine, messageLine, statementName } from './evidence-line.ts';
import { placeOf } from './grant-change.ts';
import { mayBeHalf } from './half-name.ts';
import type { PolicyAnswer } from './policy-answer.ts';

export interface DeniedBy {
  readonly certainty: Certainty;
  readonly evidence: readonly EvidenceLine[];
  /** The requests that the policies deny. */
  readonly requests: readonly AskedRequest[];
  /** The policy, and the statement where it is known. */
  readonly where?: string;
  /** The statement, where the policies that were read hold it. */
  readonly location?: StatementLocation;
}

type KnownLayer = 'identity' | 'permissionsBoundary' | 'serviceControl' | 'resourceControl';

/**
 * Whether a layer denies, by AWS's own words (`named`) or by the policies. A message that names another layer is about that
 * layer: AWS names one even when several deny, so the others are asked only while the message leaves them open.
 */
export function deniedBy(
  context: DiagnosisContext,
  layer: KnownLayer,
  { named, explicitOnly }: { readonly named: boolean; readonly explicitOnly: boolean },
): DeniedBy | undefined {
  const { message } = context.denied;
  if (!named && message.layer !== undefined && message.layer !== layer) return undefined;
  const denying = context.answers.filter((answer) => denies(answer[layer], layer, explicitOnly));
  if (!named && denying.every(({ request }) => request.standing === 'optional')) return undefined;
  const lines = denying.flatMap((answer) => lineOf(answer, layer));
  const statements = denying.flatMap((answer) => answer[layer]?.statements ?? []);
  // The policy that AWS names is the one that denied, whatever else denies too.
  const { policyArn } = message;
  const statement =
    policyArn === undefined ? statements[0] : statements.find(({ policy }) => isCalled(policy, policyArn));
  const where = statement === undefined ? policyArn : statementName(statement);
  return {
    certainty: named || isSettled(context, layer) ? 'proven' : 'likely',
    requests: denying.map(({ request }) => request),
    evidence: named ? [messageLine(context), ...(denying.length > 0 ? lines : contradiction(context, layer))] : lines,
    ...(statement === undefined ? {} : { location: placeOf(statement) }),
    ...(where === undefined || (!named && denying.length === 0) ? {} : { where }),
  };
}

/**
 * Whether what the policies say now is what the call met. Where AWS saw no Deny and they hold one, or where they were changed
 * since, they are not the ones of that time.
 */
function isSettled({ denied, role, changes }: DiagnosisContext, layer: KnownLayer): boolean {
  const ofRole = layer === 'identity' || layer === 'permissionsBoundary';
  return denied.message.effect !== 'implicit' && !mayBeHalf(denied, role) && !(ofRole && changes.after.length > 0);
}

/** AWS's word decides, and what was read does not bear it out: the policies were changed, or others were meant. */
function contradiction({ answers }: DiagnosisContext, layer: KnownLayer): readonly EvidenceLine[] {
  const asked = answers.filter(({ request, ...rest }) => request.standing === 'denied' && rest[layer] !== undefined);
  return asked.length > 0 && asked.every((answer) => answer[layer]?.decision === 'allowed')
    ? [{ source: 'policy engine', says: 'the policies of that layer, as they were read, do not deny it' }]
    : [];
}

/** Evidence calls a managed policy by the last part of its ARN. */
const isCalled = (policy: string, arn: string): boolean =>
  policy === arn || policy.endsWith(`managed policy ${arn.split('/').at(-1)}`);

function denies(decision: Decision | undefined, layer: KnownLayer, explicitOnly: boolean): boolean {
  if (decision === undefined || !decision.blockedBy.includes(layer)) return false;
  return decision.decision === 'explicitDeny' || (!explicitOnly && decision.decision === 'implicitDeny');
}

function lineOf(answer: PolicyAnswer, layer: KnownLayer): readonly EvidenceLine[] {
  const decision = answer[layer];
  return decision === undefined ? [] : [engineLine(answer.request, decisionText(decision))];
}
