import { afterAll, describe, expect, it } from 'vitest';
import { account, denial, sonnet, supportRole, temporaryFolder, warden, withForm, withRole } from './sample.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const event = folder.write('denial.json', denial);

interface ReportedDenial {
  readonly roleArn: string;
  readonly workload: unknown;
  readonly causes: readonly {
    readonly code: string;
    readonly certainty: string;
    readonly evidence: readonly { readonly source: string; readonly says: string }[];
    readonly remediation: {
      readonly steps: readonly string[];
      readonly policy?: { readonly Statement: readonly { readonly Action: string[]; readonly Resource: string[] }[] };
      readonly cli?: string;
      readonly proof?: unknown;
    };
  }[];
}

async function diagnosed(snapshot: unknown): Promise<ReportedDenial> {
  const file = folder.write('snapshot.json', snapshot);
  const { status, stdout, stderr } = await warden([
    'diagnose',
    '--event',
    event,
    '--snapshot',
    file,
    '--format',
    'json',
  ]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  const report = JSON.parse(stdout) as { readonly format: string; readonly denials: readonly [ReportedDenial] };
  expect(report.format).toBe('bedrock-warden/diagnosis/1');
  expect(report.denials).toHaveLength(1);
  return report.denials[0];
}

describe('an agent with AdministratorAccess is denied, and the account never submitted the use-case form', () => {
  it('names the form, proven, with what was asked and answered, and asks for no IAM change', async () => {
    const { roleArn, workload, causes } = await diagnosed(account);
    expect(roleArn).toBe(`arn:aws:iam::389743002678:role/service-role/${supportRole}`);
    expect(workload).toMatchObject({ type: 'agent', arn: 'arn:aws:bedrock:us-east-1:389743002678:agent/SUPAGENT01' });

    const [first] = causes;
    expect(first).toMatchObject({ code: 'USE_CASE_FORM_NOT_SUBMITTED', certainty: 'proven' });
    const asked = first?.evidence.map(({ source }) => source).join('\n');
    expect(asked).toContain('bedrock get-use-case-for-model-access');
    expect(asked).toContain(`bedrock get-foundation-model-availability --model-id ${sonnet}`);
    expect(first?.remediation.policy).toBeUndefined();
    expect(first?.remediation.proof).toBeUndefined();
    expect(first?.remediation.cli).toContain('aws bedrock put-use-case-for-model-access --form-data');
    expect(first?.remediation.steps.join(' ')).toMatch(/no IAM change/i);
  });

  it('never proposes a policy for it, in any of its causes', async () => {
    const { causes } = await diagnosed(account);
    expect(causes.filter(({ remediation }) => remediation.policy !== undefined)).toEqual([]);
  });
});

describe('the same agent with the form submitted and InvokeModel removed', () => {
  const retrieveOnly = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 'bedrock:Retrieve',
      Resource: 'arn:aws:bedrock:us-east-1:389743002678:knowledge-base/SUPPORTKB1',
    },
  };
  const snapshot = withRole(withForm(account), supportRole, (role) => ({
    ...role,
    AttachedManagedPolicies: [],
    RolePolicyList: [{ PolicyName: 'KnowledgeBase', PolicyDocument: retrieveOnly }],
  }));

  it('names IAM, proven, with a scoped statement that the engine proved', async () => {
    const { causes } = await diagnosed(snapshot);
    const [first] = causes;
    expect(first).toMatchObject({ code: 'IDENTITY_POLICY_MISSING_ACTION', certainty: 'proven' });
    expect(first?.remediation.proof).toEqual({
      before: 'implicitDeny',
      after: 'allowed',
      minimal: true,
      stillBlockedBy: [],
    });
    const statements = first?.remediation.policy?.Statement ?? [];
    const resources = new Set(statements.flatMap(({ Resource }) => Resource));
    expect(resources).toEqual(
      new Set([
        `arn:aws:bedrock:us-east-1:389743002678:inference-profile/us.${sonnet}`,
        ...['us-east-1', 'us-east-2', 'us-west-2'].map(
          (region) => `arn:aws:bedrock:${region}::foundation-model/${sonnet}`,
        ),
      ]),
    );
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions).toContain('bedrock:InvokeModelWithResponseStream');
    expect(actions.filter((action) => action.includes('*') || action === 'iam:PassRole')).toEqual([]);
  });
});

describe('the audit of that account', () => {
  it('flags what the forum answers missed or proposed', async () => {
    const file = folder.write('account.json', account);
    const { status, stdout } = await warden(['audit', '--snapshot', file, '--format', 'json']);
    expect(status).toBe(1);
    const report = JSON.parse(stdout) as {
      readonly evaluations: readonly {
        readonly ruleId: string;
        readonly resourceId: string;
        readonly complianceType: string;
        readonly findings: readonly { readonly message: string; readonly remediation: string }[];
      }[];
    };
    const ofRole = report.evaluations.filter(({ resourceId }) => resourceId === 'AROAVVKH7WBX3SUPPORT1');
    const findings = (ruleId: string) =>
      ofRole.find((evaluation) => evaluation.ruleId === ruleId)?.findings.map(({ message }) => message) ?? [];

    expect(findings('agent-model-access-granted').join('\n')).toMatch(/use-case form/);
    expect(findings('agent-role-least-privilege').join('\n')).toMatch(/AdministratorAccess/);
    const meaningless = findings('agent-role-policies-mean-something').join('\n');
    for (const value of [
      'bedrock:QueryKnowledgeBase',
      'arn:aws:bedrock:*:389743002678:knowledge-base/:knowledge-base-id',
      'anthropic.claude-v2',
      'anthropic.claude-instant-v1',
    ])
      expect(meaningless).toContain(value);
    expect(meaningless).toMatch(/three times|3 times|repeated/);
    expect(ofRole.find(({ ruleId }) => ruleId === 'agent-role-can-invoke-its-models')?.complianceType).toBe(
      'COMPLIANT',
    );
  });
});
