import type { Operations } from './account.ts';
import { takePage } from './paging.ts';
import { knownPart } from './snapshot-parts.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html */
export const ec2: Operations = {
  /** Whatever the filter: a snapshot holds the endpoints of Amazon Bedrock only, without the service that each is for. */
  DescribeVpcEndpoints(input, { snapshot, pageSize, emptyPages }) {
    const policies = knownPart(snapshot.vpcEndpointPolicies, snapshot, 'vpcEndpointPolicies');
    const endpoints = Object.entries(policies).map(([vpcEndpointId, policy]) => ({
      vpcEndpointId,
      vpcEndpointType: 'Interface',
      serviceName: `com.amazonaws.${snapshot.region}.bedrock-runtime`,
      state: 'available',
      policyDocument: typeof policy === 'string' ? policy : JSON.stringify(policy),
    }));
    const { items, next } = takePage(endpoints, {
      token: input.NextToken,
      limit: input.MaxResults,
      most: Math.min(1000, pageSize),
      emptyPage: emptyPages ? 'second' : 'never',
      invalidToken: 'InvalidNextToken',
    });
    return { vpcEndpointSet: items, nextToken: next };
  },
};
