import { arnFields } from '../iam/arn.ts';
import type { Workload } from '../workload/workload.ts';
import { inCodeUnitOrder, policyLiteral } from './policy-literal.ts';

export interface TrustPolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Principal: { readonly Service: string };
    readonly Action: 'sts:AssumeRole';
    readonly Condition: {
      readonly StringEquals: { readonly 'aws:SourceAccount': string };
      readonly ArnEquals: { readonly 'aws:SourceArn': readonly string[] };
    };
  }[];
}

const PURPOSES: Readonly<Record<Workload['servicePrincipal'], string>> = {
  'bedrock.amazonaws.com': 'AssumedByBedrock',
  'bedrock-agentcore.amazonaws.com': 'AssumedByBedrockAgentCore',
};

/**
 * The trust policy that lets the services assume the role for these workloads and for nothing else.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function trustPolicy(workloads: readonly Workload[]): TrustPolicyDocument {
  const groups = Map.groupBy(workloads, ({ servicePrincipal, sourceArn }) =>
    JSON.stringify([servicePrincipal, arnFields(sourceArn)[4] ?? '']),
  );
  const statements = [...groups]
    .toSorted(([one], [other]) => inCodeUnitOrder(one, other))
    .flatMap(([, [first, ...others]], index) => {
      if (first === undefined) return [];
      const sources = [first, ...others].flatMap(sourcesOf);
      return [
        {
          Sid: `${PURPOSES[first.servicePrincipal]}${index === 0 ? '' : index + 1}`,
          Effect: 'Allow' as const,
          Principal: { Service: first.servicePrincipal },
          Action: 'sts:AssumeRole' as const,
          Condition: {
            StringEquals: { 'aws:SourceAccount': arnFields(first.sourceArn)[4] ?? '' },
            ArnEquals: { 'aws:SourceArn': [...new Set(sources)].toSorted(inCodeUnitOrder) },
          },
        },
      ];
    });
  return { Version: '2012-10-17', Statement: statements };
}

/**
 * The workload, and what else AWS is known to act for with its role: an online evaluation also for the evaluators, a harness
 * in the runtime that it brings.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/evaluations-prerequisites.html
 */
function sourcesOf({ type, name, sourceArn }: Workload): readonly string[] {
  const own = policyLiteral(sourceArn);
  const inAccount = own.split(':').slice(0, 5).join(':');
  if (type === 'agentCoreEvaluation') return [own, `${inAccount}:evaluator/*`];
  if (type === 'agentCoreHarness') return [own, `${inAccount}:runtime/harness_${policyLiteral(name)}-*`];
  return [own];
}
