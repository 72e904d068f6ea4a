import { agentStatus } from '../../workload/account-facts.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause, Certainty, EvidenceLine } from '../diagnosis.ts';
import { messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

/** A version keeps what it was prepared with; the working draft has to be prepared after every change. */
const DRAFT_ALIAS = 'TSTALIASID';
const UNPREPARED: ReadonlySet<string> = new Set(['NOT_PREPARED', 'CREATING', 'FAILED', 'PREPARING', 'DELETING']);

/** https://docs.aws.amazon.com/bedrock/latest/userguide/agents-test.html */
export const agentNotPrepared: Step = {
  id: 'agent-not-prepared',
  question: 'Was the agent prepared?',
  examine(context) {
    const { denied, account } = context;
    const { workload, message } = denied;
    const states = workload?.type === 'agent' && workload.id !== undefined ? statesOf(context, workload.id) : [];
    if (message.template === 'agent-not-prepared')
      return { causes: [cause(context, 'proven', [messageLine(context), ...states])] };
    const called = workload?.actsAs === 'called' && message.layer === undefined && context.openness === 'open';
    if (!called || states.length === 0 || account.length === 0) return nothing;
    const draft = workload.aliasId === DRAFT_ALIAS || workload.version === 'DRAFT';
    return { causes: [cause(context, draft ? 'likely' : 'possible', states)] };
  },
};

function statesOf({ account }: DiagnosisContext, id: string): readonly EvidenceLine[] {
  const status = account.map((snapshot) => agentStatus(snapshot, id)).find((state) => state !== undefined);
  return status === undefined || !UNPREPARED.has(status)
    ? []
    : [{ source: `bedrock-agent get-agent --agent-id ${id}`, says: `agentStatus ${status}` }];
}

const cause = ({ denied }: DiagnosisContext, certainty: Certainty, evidence: readonly EvidenceLine[]): Cause => ({
  code: 'AGENT_NOT_PREPARED',
  certainty,
  summary: `The working draft of agent ${denied.workload?.id ?? 'that was called'} ${certainty === 'proven' ? 'is' : 'may be'} not prepared.`,
  evidence,
  change: {
    kind: 'steps',
    who: 'the owner of the workload',
    steps: [
      'Prepare the agent and wait for the status PREPARED; a draft is to be prepared after every change.',
      'Where it cannot be prepared, look at its failure reasons: `aws bedrock-agent get-agent`.',
    ],
  },
});
