import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import { roleArn } from '../workload/arn.ts';

/** The functions, their sessions and the roles of this product all begin like this. */
const OWN_NAMES = 'bedrock-warden-';

export const OWN_REQUEST = 'the denied request is one of the monitor itself';

/** Anyone can name a session like this, and this is no proof. */
export const isNamedAsOwn = ({ sessionName }: DeniedRequest): boolean => sessionName?.startsWith(OWN_NAMES) === true;

/**
 * Whether the monitor denied itself something, which is seen before anything is read: a read that is denied is the next
 * event. Anyone can name a session like this, so the role counts.
 *
 * @param functionName which Lambda also gives to the sessions of a function
 */
export const isOwnRequest = (denied: DeniedRequest, functionName: string): boolean =>
  (denied.sessionName === functionName || isNamedAsOwn(denied)) &&
  deniedRoleName(denied)?.startsWith(OWN_NAMES) === true;

export const deniedRoleName = ({ roleArn: arn, roleName }: DeniedRequest): string | undefined =>
  roleArn(arn)?.name ?? roleName;
