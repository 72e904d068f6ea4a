import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-not-blocked-above.ts';
import {
  ACCOUNT,
  AGENT_ARN,
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  KNOWLEDGE_BASE_ARN,
  MODEL,
  modelArn,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  PROFILE_ARN,
  statements,
  summaryOf,
} from './plain-account.ts';

const policy = (...Statement: Draft[]): Draft => ({ Version: '2012-10-17', Statement });
const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
const RCP_ALL = { ...ALL, Principal: '*' };
const deny = (rest: Draft): Draft => ({ Effect: 'Deny', Resource: '*', ...rest });
const elsewhere = (...regions: string[]): Draft =>
  deny({
    NotAction: ['iam:*', 'organizations:*', 'sts:*'],
    Condition: { StringNotEquals: { 'aws:RequestedRegion': regions } },
  });
const EVERYWHERE = ['us-east-1', 'us-east-2', 'us-west-2'];

/** The plain account in an organization, of which everything was read. */
const organized =
  (change: (draft: Draft) => void = () => {}) =>
  (draft: Draft): void => {
    draft.organization = {
      serviceControlPolicies: [[policy(ALL)], [policy(ALL)]],
      resourceControlPolicies: [[policy(RCP_ALL)]],
    };
    change(draft);
  };
const scp = (...levels: Draft[][]) =>
  organized((draft) => {
    draft.organization.serviceControlPolicies = levels.map((documents) => documents);
  });
const rcp = (statement: Draft, change: (draft: Draft) => void = () => {}) =>
  organized((draft) => {
    draft.organization.resourceControlPolicies = [[policy(RCP_ALL), policy(statement)]];
    change(draft);
  });
const boundary = (...list: Draft[]) =>
  organized((draft) => {
    const arn = `arn:aws:iam::${ACCOUNT}:policy/edge`;
    draft.iam.RoleDetailList[0].PermissionsBoundary = { PermissionsBoundaryArn: arn };
    draft.iam.Policies.push({
      Arn: arn,
      DefaultVersionId: 'v2',
      PolicyVersionList: [
        { VersionId: 'v1', Document: policy(deny({ Action: '*' })) },
        { VersionId: 'v2', Document: policy(...list) },
      ],
    });
  });
const withStatement = (statement: Draft) => organized((draft) => statements(draft).push(statement));

const BUCKET = 'arn:aws:s3:::help-schemas';
/** A schema in S3, which the role may read. */
const schema =
  (bucketPolicy: unknown) =>
  (draft: Draft): void => {
    draft.agents[0].actionGroups = [
      {
        actionGroupId: 'G1',
        actionGroupName: 'look',
        actionGroupState: 'ENABLED',
        actionGroupExecutor: { customControl: 'RETURN_CONTROL' },
        apiSchema: { s3: { s3BucketName: 'help-schemas', s3ObjectKey: 'open.json' } },
      },
    ];
    draft.bucketEncryption = { [BUCKET]: { Rules: [] } };
    statements(draft).push({ Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/open.json` });
    if (bucketPolicy !== undefined) draft.resourcePolicies = { [BUCKET]: bucketPolicy };
  };

const NO_SCP = 'the service control policies of the organization were not read';
const NO_RCP = 'the resource control policies of the organization were not read';
const modelsBoth = (id: string): OutcomeSummary => nonCompliant(`${id} critical`, `${id} high`);
const everything = (id: string): OutcomeSummary => nonCompliant(`${id} critical`, `${id} high`, `${id} high`);

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['nothing is in the way', organized(), COMPLIANT],
  [
    'the account is in no organization',
    organized((draft) => {
      draft.organization = { serviceControlPolicies: [], resourceControlPolicies: [] };
    }),
    COMPLIANT,
  ],
  ['the organization was not read', () => {}, insufficient(NO_SCP, NO_RCP)],
  [
    'the organization was refused, and the role denies itself a model',
    (draft) => {
      statements(draft).push(deny({ Action: 'bedrock:InvokeModel*', Resource: modelArn('us-west-2') }));
    },
    { ...modelsBoth('denied-by-role-policy'), missing: [NO_SCP, NO_RCP] },
  ],
  [
    'nothing is allowed either: the subject of other rules',
    organized((draft) => {
      draft.iam.RoleDetailList[0].RolePolicyList = [];
    }),
    COMPLIANT,
  ],

  ['the role denies another action', withStatement(deny({ Action: 's3:*' })), COMPLIANT],
  [
    'the role denies a destination',
    withStatement(deny({ Action: 'bedrock:Invoke*', Resource: modelArn('us-east-2') })),
    modelsBoth('denied-by-role-policy'),
  ],
  [
    'the role denies its knowledge base',
    withStatement(deny({ NotAction: 'bedrock:Invoke*', Resource: KNOWLEDGE_BASE_ARN })),
    nonCompliant('denied-by-role-policy high'),
  ],
  ['the role denies all but its Regions', withStatement(elsewhere(...EVERYWHERE)), COMPLIANT],
  [
    'the role denies all but one of its Regions',
    withStatement(elsewhere('us-east-1')),
    modelsBoth('denied-by-role-policy'),
  ],
  [
    'the role denies models without a guardrail, which some calls of an agent have not',
    withStatement(
      deny({ Action: 'bedrock:InvokeModel', Condition: { StringNotEquals: { 'bedrock:GuardrailIdentifier': 'x' } } }),
    ),
    nonCompliant('denied-by-role-policy critical'),
  ],
  [
    'the role denies models outside of the profile',
    withStatement(
      deny({
        Action: 'bedrock:InvokeModel*',
        Resource: 'arn:aws:bedrock:*::foundation-model/*',
        Condition: { Null: { 'bedrock:InferenceProfileArn': 'true' } },
      }),
    ),
    COMPLIANT,
  ],
  [
    'the role denies what is not encrypted in transit',
    withStatement(deny({ Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
    COMPLIANT,
  ],
  [
    'the role denies what comes from elsewhere, AWS services aside',
    withStatement(
      deny({
        Action: '*',
        Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' }, Bool: { 'aws:ViaAWSService': 'true' } },
      }),
    ),
    COMPLIANT,
  ],
  [
    'the role denies what has no second factor, as no service has',
    withStatement(
      deny({ Action: 'bedrock:Retrieve', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
    ),
    nonCompliant('denied-by-role-policy high'),
  ],
  [
    'a policy of the role was not read',
    organized((draft) =>
      draft.iam.RoleDetailList[0].AttachedManagedPolicies.push({ PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/Other` }),
    ),
    insufficient('the text of the managed policy Other was not read'),
  ],

  ['a boundary allows all', boundary(ALL), COMPLIANT],
  ['a boundary allows what is needed', boundary({ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' }), COMPLIANT],
  [
    'a boundary allows nothing of it',
    boundary({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
    everything('outside-permissions-boundary'),
  ],
  [
    'a boundary denies a destination',
    boundary(ALL, deny({ Action: 'bedrock:*', Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } } })),
    modelsBoth('denied-by-permissions-boundary'),
  ],
  [
    'the text of the boundary was not read',
    organized((draft) => {
      draft.iam.RoleDetailList[0].PermissionsBoundary = {
        PermissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/edge`,
      };
    }),
    insufficient('the text of the permissions boundary edge was not read'),
  ],

  ['an organization allows its Regions', scp([policy(ALL), policy(elsewhere(...EVERYWHERE))]), COMPLIANT],
  [
    'an organization closes a destination',
    scp([policy(ALL)], [policy(ALL), policy(elsewhere('us-east-1', 'us-east-2'))]),
    modelsBoth('denied-by-service-control-policy'),
  ],
  [
    'an organization closes all Regions',
    scp([policy(ALL), policy(elsewhere('eu-west-1'))]),
    everything('denied-by-service-control-policy'),
  ],
  ['a level without policies', scp([policy(ALL)], []), everything('service-control-policies-do-not-allow')],
  [
    'a level that allows other services only',
    scp([policy(ALL)], [policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })]),
    everything('service-control-policies-do-not-allow'),
  ],
  [
    'a model is called in its Region only',
    (draft) => {
      draft.agents[0].agent.foundationModel = MODEL;
      scp([policy(ALL), policy(elsewhere('us-east-1'))])(draft);
    },
    COMPLIANT,
  ],
  [
    'a global profile, whose model without Region is unspecified',
    (draft) => {
      draft.agents[0].agent.foundationModel = `global.${MODEL}`;
      draft.bedrock.inferenceProfiles[0].inferenceProfileArn = PROFILE_ARN.replace('/us.', '/global.');
      scp([policy(ALL), policy(elsewhere(...EVERYWHERE))])(draft);
    },
    modelsBoth('denied-by-service-control-policy'),
  ],
  [
    'a global profile, and unspecified is allowed',
    (draft) => {
      draft.agents[0].agent.foundationModel = `global.${MODEL}`;
      draft.bedrock.inferenceProfiles[0].inferenceProfileArn = PROFILE_ARN.replace('/us.', '/global.');
      scp([policy(ALL), policy(elsewhere(...EVERYWHERE, 'unspecified'))])(draft);
    },
    COMPLIANT,
  ],
  [
    'a Deny excepts some roles',
    scp([
      policy(ALL),
      policy(
        deny({
          Action: 'bedrock:*',
          Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/service-role/*' } },
        }),
      ),
    ]),
    COMPLIANT,
  ],
  [
    'a Deny excepts other roles',
    scp([
      policy(ALL),
      policy(
        deny({
          Action: 'bedrock:Retrieve',
          Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin/*' } },
        }),
      ),
    ]),
    nonCompliant('denied-by-service-control-policy high'),
  ],
  [
    'older sessions were revoked',
    withStatement(deny({ Action: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-20T08:00:00Z' } } })),
    COMPLIANT,
  ],
  [
    'older sessions were revoked, and nobody knows whether that was long ago',
    organized((draft) => {
      delete draft.takenAt;
      const Condition = { DateLessThan: { 'aws:TokenIssueTime': '2026-11-20T08:00:00Z' } };
      statements(draft).push(deny({ Action: 'bedrock:Retrieve', Condition }));
    }),
    insufficient('whether bedrock:Retrieve is denied depends on `aws:TokenIssueTime`'),
  ],
  [
    'a Deny hangs on a tag that nobody has read',
    scp([
      policy(ALL),
      policy(deny({ Action: 'bedrock:Retrieve', Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'help' } } })),
    ]),
    insufficient('whether bedrock:Retrieve is denied depends on `aws:PrincipalTag/team`'),
  ],
  [
    'a service control policy is no policy',
    scp([{ Version: '2012-10-17' }]),
    insufficient(
      'the service control policy 1 of level 1 is not a policy that IAM would store: there is no `Statement`',
    ),
  ],
  [
    'the boundary and the organization both',
    (draft) => {
      boundary({ Effect: 'Allow', NotAction: 'bedrock:Retrieve', Resource: '*' })(draft);
      draft.organization.serviceControlPolicies = [[policy(ALL), policy(deny({ Action: 'bedrock:Retrieve' }))]];
    },
    nonCompliant('outside-permissions-boundary high', 'denied-by-service-control-policy high'),
  ],
  [
    'the Allows of the role are gone, and the organization denies as well',
    (draft) => {
      scp([policy(ALL), policy(deny({ Action: 'bedrock:Retrieve' }))])(draft);
      statements(draft).pop();
    },
    nonCompliant('denied-by-service-control-policy high'),
  ],

  [
    'resource control does not reach Amazon Bedrock',
    rcp(deny({ Principal: '*', Action: ['bedrock:*', 's3:*'] })),
    COMPLIANT,
  ],
  [
    'resource control denies a bucket',
    rcp(
      deny({
        Principal: '*',
        Action: 's3:*',
        Condition: { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } },
      }),
      schema(null),
    ),
    nonCompliant('denied-by-resource-control-policy high'),
  ],
  [
    'resource control asks for encryption in transit',
    rcp(
      deny({ Principal: '*', Action: 's3:*', Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } } }),
      schema(null),
    ),
    COMPLIANT,
  ],
  [
    'resource control keeps services from assuming roles for other accounts',
    rcp(
      deny({
        Principal: '*',
        Action: 'sts:AssumeRole',
        Condition: { StringNotEquals: { 'aws:SourceAccount': ACCOUNT } },
      }),
    ),
    COMPLIANT,
  ],
  [
    'resource control keeps services from assuming roles',
    rcp(
      deny({ Principal: '*', Action: 'sts:AssumeRole', Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } }),
    ),
    nonCompliant('denied-by-resource-control-policy critical'),
  ],
  [
    'resource control keeps services of other organizations from assuming roles',
    rcp(
      deny({
        Principal: '*',
        Action: 'sts:AssumeRole',
        Condition: {
          StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' },
          Bool: { 'aws:PrincipalIsAWSService': 'true' },
        },
      }),
    ),
    insufficient('whether sts:AssumeRole is denied depends on `aws:SourceOrgID`'),
  ],
  [
    'resource control policies alone were not read',
    organized((draft) => delete draft.organization.resourceControlPolicies),
    insufficient(NO_RCP),
  ],

  [
    'the policy of a bucket denies nothing',
    organized(schema(policy({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: `${BUCKET}/*` }))),
    COMPLIANT,
  ],
  [
    'the policy of a bucket denies all but one role',
    organized(
      schema(
        policy({
          Effect: 'Deny',
          NotPrincipal: { AWS: `arn:aws:iam::${ACCOUNT}:role/other` },
          Action: 's3:*',
          Resource: `${BUCKET}/*`,
        }),
      ),
    ),
    nonCompliant('denied-by-resource-policy high'),
  ],
  [
    'the policy of a bucket denies what is not encrypted in transit',
    organized(
      schema(
        policy({
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [BUCKET, `${BUCKET}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ),
    ),
    COMPLIANT,
  ],
  [
    'the policy of a bucket denies what does not come from an endpoint',
    organized(
      schema(
        policy({
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: `${BUCKET}/*`,
          Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
        }),
      ),
    ),
    insufficient('whether s3:GetObject is denied depends on `aws:SourceVpce`'),
  ],
  [
    'the policy of a bucket was not read',
    organized(schema(undefined)),
    insufficient(`the policy of ${BUCKET} was not read`),
  ],

  [
    'what the needs are is not known, and nothing could take them away',
    organized((draft) => delete draft.agents[0].knowledgeBases),
    COMPLIANT,
  ],
  [
    'what the needs are is not known, and something could take them away',
    (draft) => {
      withStatement(deny({ Action: 'bedrock:Retrieve', Resource: `${KNOWLEDGE_BASE_ARN}x` }))(draft);
      delete draft.agents[0].knowledgeBases;
    },
    insufficient('the knowledge bases of agent HELPAGENT1 were not read'),
  ],
  [
    'what the needs are is not known, and only one policy of several denies anything',
    (draft) => {
      withStatement(deny({ Action: 'bedrock:Retrieve', Resource: `${KNOWLEDGE_BASE_ARN}x` }))(draft);
      const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
      draft.iam.RoleDetailList[0].AttachedManagedPolicies.push({ PolicyArn });
      delete draft.agents[0].knowledgeBases;
    },
    insufficient('the knowledge bases of agent HELPAGENT1 were not read'),
  ],
  [
    'what the needs are is not known, and every level allows all, in one statement of several',
    (draft) => {
      scp([policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }, ALL), policy(ALL)])(draft);
      delete draft.agents[0].knowledgeBases;
    },
    COMPLIANT,
  ],
  [
    'what the needs are is not known, and a level does not allow all',
    (draft) => {
      scp([policy({ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' })])(draft);
      delete draft.agents[0].knowledgeBases;
    },
    insufficient('the knowledge bases of agent HELPAGENT1 were not read'),
  ],
  [
    'what the needs are is not known, and a boundary does not allow all',
    (draft) => {
      boundary({ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' })(draft);
      delete draft.agents[0].knowledgeBases;
    },
    insufficient('the knowledge bases of agent HELPAGENT1 were not read'),
  ],
  [
    'the role is linked to a service, which no organization restricts',
    (draft) => {
      const text = JSON.stringify(draft).replaceAll(
        'role/service-role/',
        'role/aws-service-role/bedrock.amazonaws.com/',
      );
      Object.assign(draft, JSON.parse(text));
      scp([policy(ALL), policy(deny({ Action: 'bedrock:Retrieve' }))])(draft);
    },
    COMPLIANT,
  ],
  [
    'IAM has no such role',
    organized((draft) => {
      draft.iam.RoleDetailList = [];
    }),
    { complianceType: 'NOT_APPLICABLE', reason: 'IAM has no role help-agent-role' },
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

const findingsOf = (change: (draft: Draft) => void) => {
  const outcome = outcomeFor(rule, changed(change));
  return outcome.complianceType === 'NON_COMPLIANT' ? outcome.findings : [];
};

test('a Deny of the organization is told with its place, and with who can change it', () => {
  expect(
    findingsOf(scp([policy(ALL)], [policy(ALL), policy(deny({ Sid: 'NoSearch', Action: 'bedrock:Retrieve' }))])),
  ).toEqual([
    {
      id: 'denied-by-service-control-policy',
      severity: 'high',
      workload: `${AGENT_ARN}#DRAFT`,
      message: `A Deny, statement 0 (NoSearch) of service control policy 2 of level 2, takes away \`bedrock:Retrieve\` on \`${KNOWLEDGE_BASE_ARN}\`, which knowledge base HELPBASE01 needs; no Allow outweighs it.`,
      location: { policy: 'service control policy 2 of level 2', statement: 0, sid: 'NoSearch' },
      remediation: `Ask the administrators of the organization's management account to narrow the Deny so that it does not match \`bedrock:Retrieve\` on \`${KNOWLEDGE_BASE_ARN}\`.`,
    },
  ]);
});

test('a boundary is told with the statement that it lacks', () => {
  expect(findingsOf(boundary({ Effect: 'Allow', NotAction: 'bedrock:Retrieve', Resource: '*' }))).toEqual([
    {
      id: 'outside-permissions-boundary',
      severity: 'high',
      workload: `${AGENT_ARN}#DRAFT`,
      message: `The permissions boundary does not allow \`bedrock:Retrieve\` on \`${KNOWLEDGE_BASE_ARN}\`, which knowledge base HELPBASE01 needs.`,
      remediation: `Add to the permissions boundary: {"Effect":"Allow","Action":"bedrock:Retrieve","Resource":"${KNOWLEDGE_BASE_ARN}"}`,
      fix: { kind: 'boundary', requests: [{ action: 'bedrock:Retrieve', resource: KNOWLEDGE_BASE_ARN, context: {} }] },
    },
  ]);
});

test('who is shut out by the organization is named where the sentence speaks of it', () => {
  const outcome = outcomeFor(
    rule,
    changed(
      organized((draft) => {
        draft.organization.resourceControlPolicies = [[]];
      }),
    ),
  );
  expect(outcome.complianceType === 'NON_COMPLIANT' && outcome.findings.map(({ message }) => message)).toEqual([
    `The resource control policies do not allow \`bedrock.amazonaws.com\` \`sts:AssumeRole\` on \`arn:aws:iam::${ACCOUNT}:role/service-role/help-agent-role\`, which ${AGENT_ARN} needs.`,
  ]);
});
