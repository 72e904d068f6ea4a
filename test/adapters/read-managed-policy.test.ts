import { IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { readManagedPolicy } from '../../functions/adapters/read-managed-policy.ts';

const ARN = 'arn:aws:iam::111122223333:policy/AgentAccess';

/** IAM as far as it is asked here: a customer managed policy, and how often its version was. */
function iamWith(policy: { readonly PolicyId: string; readonly Document: string }) {
  const asked: string[] = [];
  const send = async (command: { readonly constructor: { readonly name: string } }): Promise<unknown> => {
    asked.push(command.constructor.name);
    return command.constructor.name === 'GetPolicyCommand'
      ? { Policy: { Arn: ARN, PolicyId: policy.PolicyId, DefaultVersionId: 'v1' } }
      : { PolicyVersion: { VersionId: 'v1', Document: policy.Document } };
  };
  return { iam: Object.assign(Object.create(IAMClient.prototype), { send }) as IAMClient, asked };
}

describe('a version of a managed policy', () => {
  const first = iamWith({ PolicyId: 'ANPAFIRST00000000001', Document: 'first' });
  const documentOf = async (iam: IAMClient) => (await readManagedPolicy(ARN, iam)).PolicyVersionList?.[0]?.Document;

  it('is read once', async () => {
    expect([await documentOf(first.iam), await documentOf(first.iam)]).toEqual(['first', 'first']);
    expect(first.asked).toEqual(['GetPolicyCommand', 'GetPolicyVersionCommand', 'GetPolicyCommand']);
  });

  it('is another one after the policy was deleted and made again', async () => {
    await documentOf(first.iam);
    const second = iamWith({ PolicyId: 'ANPASECOND0000000001', Document: 'second' });
    expect(await documentOf(second.iam)).toBe('second');
  });
});
