import { arnFields } from '../../iam/arn.ts';
import { textAt } from '../fields.ts';
import { needsWith, unusable } from '../join-needs.ts';
import { GUIDE, requestsFor } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import { askedOfService, SERVICE_NOTE } from './asked-of-service.ts';
import { isOlderThanRoleChange, type NodeOf, nodeRequests } from './node.ts';

const FUNCTION = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;
const INVOKE = ['lambda:InvokeFunction'];

/** A function of another account must let the role in by its own policy; one of an older flow, the service. */
export const lambdaNode: NodeOf = (node, configuration) => {
  const lambda = textAt(configuration, 'lambdaArn');
  if (lambda === undefined || !FUNCTION.test(lambda))
    return unusable(node.name, 'the ARN of a Lambda function', lambda);
  const request = nodeRequests(node, `Lambda function ${lambda}`, 'function');
  const note = isOlderThanRoleChange(node) === true ? { note: SERVICE_NOTE } : {};
  return needsWith({
    requests: [
      ...request(INVOKE, lambda, note),
      ...acrossAccounts(node, lambda),
      ...askedOfService(node, (more) => request(INVOKE, lambda, { ...more, heldBy: 'functionPolicy' })),
    ],
  });
};

/** https://docs.aws.amazon.com/bedrock/latest/userguide/flow-cross-account-lambda.html */
const acrossAccounts = ({ snapshot, workload }: Parameters<NodeOf>[0], lambda: string): readonly RequiredRequest[] =>
  arnFields(lambda)[4] === snapshot.accountId
    ? []
    : requestsFor(
        { workload },
        {
          capability: `Lambda function ${lambda}`,
          kind: 'function',
          source: `${GUIDE}/flow-cross-account-lambda.html`,
        },
      )(INVOKE, lambda, { heldBy: 'functionPolicy', principal: workload.roleArn });
