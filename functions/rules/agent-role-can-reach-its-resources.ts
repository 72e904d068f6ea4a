import type { RequiredRequest } from '../workload/required-request.ts';
import { judgeNeeds } from './needs/judge-needs.ts';
import { judgeVectorStores } from './needs/judge-vector-stores.ts';
import { defineRule, outcomeOf } from './rule.ts';

export default defineRule({
  id: 'agent-role-can-reach-its-resources',
  title: 'Everything else that its workloads are configured to use lets the role, or the service, in',
  rationale:
    'Beside models, knowledge bases and guardrails, a workload uses what its configuration names: schemas and data in Amazon S3, keys, functions, collaborators, prompts, secrets, vector stores. For some of it the policies of the role are not enough, or not even asked: a function lets in `bedrock.amazonaws.com` by its own policy, a key by its key policy, a collection of OpenSearch Serverless by a data access policy and a network policy beside IAM, and what another account owns by the policy of that account.',
  remediation:
    'Allow the action that the finding names on the ARN that it names, in the policy that it names: of the role, of the function, the key or the bucket, or the data access policy.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/flows-permissions.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html',
  ],
  needs: [],
  alsoReads: ['identityPolicies', 'requiredAccess', 'takenAt'],
  evaluate(role) {
    const byPolicy = judgeNeeds(role, isResource);
    const stores = judgeVectorStores(role);
    const { resources } = role.needGaps;
    if (byPolicy.needed + stores.needed === 0 && resources.length === 0)
      return { complianceType: 'NOT_APPLICABLE', reason: 'the workloads of the role use no other resources' };
    return outcomeOf(
      [...byPolicy.findings, ...stores.findings],
      [...new Set([...byPolicy.open, ...stores.open, ...resources])],
    );
  },
});

/** What no other rule about needs asks for. */
const isResource = (kind: RequiredRequest['kind']): boolean => !ELSEWHERE.has(kind);
const ELSEWHERE: ReadonlySet<RequiredRequest['kind']> = new Set(['model', 'knowledgeBase', 'guardrail']);
