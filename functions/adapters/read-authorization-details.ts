import { IAMClient, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import type { IamPart, ManagedPolicyDetail, RoleDetail } from '../workload/snapshot.ts';
import { asJson } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';

/**
 * Every role of the account with its policies' texts, in as few calls as there are. A page may hold nothing and still
 * not be the last.
 */
export async function readAuthorizationDetails(aws: Aws): Promise<Required<IamPart>> {
  const RoleDetailList: RoleDetail[] = [];
  const Policies: ManagedPolicyDetail[] = [];
  const pages = paginateGetAccountAuthorizationDetails(
    { client: new IAMClient(clientConfiguration(aws)) },
    { Filter: ['Role', 'LocalManagedPolicy', 'AWSManagedPolicy'], MaxItems: 1000 },
  );
  for await (const page of pages) {
    RoleDetailList.push(...asJson<RoleDetail[]>(page.RoleDetailList ?? []));
    Policies.push(...asJson<ManagedPolicyDetail[]>(page.Policies ?? []));
  }
  return { RoleDetailList, Policies };
}
