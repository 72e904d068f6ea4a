import { EC2Client, paginateDescribeVpcEndpoints } from '@aws-sdk/client-ec2';
import { everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';

/**
 * The policies of the endpoints through which a VPC reaches Amazon Bedrock, its agents, their runtimes and AgentCore, by
 * the endpoint's id. https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-interface-endpoints.html
 */
export async function readVpcEndpointPolicies(region: string, aws: Aws): Promise<Readonly<Record<string, unknown>>> {
  const client = new EC2Client(clientConfiguration(aws));
  const Values = [`com.amazonaws.${region}.bedrock*`, `cn.com.amazonaws.${region}.bedrock*`];
  const pages = paginateDescribeVpcEndpoints({ client }, { Filters: [{ Name: 'service-name', Values }] });
  const endpoints = await everyItem(pages, (page) => page.VpcEndpoints);
  return Object.fromEntries(
    endpoints.flatMap(({ VpcEndpointId, PolicyDocument }) =>
      VpcEndpointId === undefined || PolicyDocument === undefined ? [] : [[VpcEndpointId, PolicyDocument]],
    ),
  );
}
