import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import agentModelAccessGranted from '../../functions/rules/agent-model-access-granted.ts';
import agentRoleTrustsItsService from '../../functions/rules/agent-role-trusts-its-service.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import { modelUses } from '../../functions/workload/list-model-uses.ts';
import { listAgentConfigurations, listWorkloads } from '../../functions/workload/list-workloads.ts';
import { requiredAccess } from '../../functions/workload/required-access.ts';
import { roleNeeds } from '../../functions/workload/role-needs.ts';
import type { Workload } from '../../functions/workload/workload.ts';
import {
  ACCOUNT,
  AGENT_ARN,
  changed,
  type Draft,
  outcomeFor,
  plainAccount,
  summaryOf,
} from '../rules/plain-account.ts';

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const own = (resource: string) => `arn:aws:bedrock:us-east-1:${ACCOUNT}:${resource}`;

/** Every reason why the access that the agent needs is not wholly known. */
function gaps(change: (draft: Draft) => void): readonly string[] {
  const snapshot = changed(change);
  const [role] = buildAgentRoles(snapshot).roles;
  const ofRole = role !== undefined && 'missing' in role.requiredAccess ? role.requiredAccess.missing : [];
  return [...new Set([...ofRole, ...listWorkloads(snapshot).gaps])];
}

const agent =
  (configuration: Draft) =>
  (draft: Draft): void => {
    Object.assign(draft.agents[0].agent, configuration);
  };
const group =
  (actionGroup: Draft) =>
  (draft: Draft): void => {
    draft.agents[0].actionGroups.push({ actionGroupName: 'orders', actionGroupState: 'ENABLED', ...actionGroup });
  };
const store =
  (knowledgeBase: Draft) =>
  (draft: Draft): void => {
    draft.knowledgeBases.push({
      knowledgeBase: { knowledgeBaseId: 'HELPBASE01', roleArn: `arn:aws:iam::${ACCOUNT}:role/kb`, ...knowledgeBase },
      dataSources: [],
    });
  };
const unknown = (what: string) => `${what} is not known to this version of Warden`;

test.each<readonly [what: string, change: (draft: Draft) => void, gaps: readonly string[]]>([
  ['nothing', () => {}, []],
  [
    'an alias routes to a version that was deleted',
    (draft) => {
      draft.agents[0].aliases = [
        { agentAliasId: 'ALIAS00001', agentAliasName: 'live', routingConfiguration: [{ agentVersion: '3' }] },
      ];
      draft.unread = [{ part: 'agents.HELPAGENT1.versions.3', error: 'ResourceNotFoundException' }];
    },
    [
      'agents.HELPAGENT1.versions.3 was not read (ResourceNotFoundException)',
      'version 3 of agent HELPAGENT1, which alias live routes to, was not read (ResourceNotFoundException)',
    ],
  ],
  [
    'a knowledge base that is being deleted',
    store({ status: 'DELETING' }),
    ['the knowledge base HELPBASE01 of agent HELPAGENT1 is being deleted (its status is DELETING)'],
  ],
  [
    'a knowledge base that was not read',
    (draft) => {
      draft.unread = [{ part: 'knowledgeBases.HELPBASE01', error: 'AccessDeniedException' }];
    },
    [
      'the vector store of the knowledge base HELPBASE01 was not read (AccessDeniedException)',
      'knowledgeBases.HELPBASE01 was not read (AccessDeniedException)',
    ],
  ],
  [
    'a vector store of a new type',
    store({ status: 'ACTIVE', storageConfiguration: { type: 'TAPE' } }),
    [unknown('the vector store `TAPE` of the knowledge base HELPBASE01')],
  ],
  [
    'a hidden model',
    agent({ foundationModel: HIDDEN }),
    [`\`${HIDDEN}\` is no model id, profile id or ARN that Warden knows`],
  ],
  [
    'a hidden role',
    agent({ agentResourceRoleArn: HIDDEN }),
    [`the role of agent HELPAGENT1 is not named by an ARN (it reads "${HIDDEN}")`],
  ],
  [
    'a hidden guardrail',
    agent({ guardrailConfiguration: { guardrailIdentifier: HIDDEN, guardrailVersion: HIDDEN } }),
    [`\`${HIDDEN}\` is no guardrail id or ARN (guardrail of ${AGENT_ARN})`],
  ],
  [
    'a hidden key',
    agent({ customerEncryptionKeyArn: HIDDEN }),
    [`\`${HIDDEN}\` is no ARN of a KMS key (encryption key of agent HELPAGENT1)`],
  ],
  [
    'a hidden parser',
    agent({ promptOverrideConfiguration: { overrideLambda: HIDDEN } }),
    [`\`${HIDDEN}\` is no ARN of a resource (Lambda function ${HIDDEN})`],
  ],
  [
    'a hidden knowledge base',
    (draft) => {
      draft.agents[0].knowledgeBases = [{ knowledgeBaseId: HIDDEN, knowledgeBaseState: 'ENABLED' }];
    },
    [`\`${HIDDEN}\` is no id of a knowledge base (agent HELPAGENT1)`],
  ],
  [
    'a hidden schema',
    group({ apiSchema: { s3: { s3BucketName: 'help-files', s3ObjectKey: HIDDEN } } }),
    [`\`s3://help-files/${HIDDEN}\` is no object in S3 (API schema of action group orders of agent HELPAGENT1)`],
  ],
  [
    'a hidden bucket',
    group({ apiSchema: { s3: { s3BucketName: HIDDEN, s3ObjectKey: 'a.json' } } }),
    [`\`s3://${HIDDEN}/a.json\` is no object in S3 (API schema of action group orders of agent HELPAGENT1)`],
  ],
  [
    'a hidden collaborator',
    (draft) => {
      agent({ agentCollaboration: 'SUPERVISOR' })(draft);
      draft.agents[0].collaborators = [{ collaboratorName: 'orders', agentDescriptor: { aliasArn: HIDDEN } }];
    },
    [`\`${HIDDEN}\` is no ARN of an agent alias (collaborator orders of agent HELPAGENT1)`],
  ],
  [
    'an enforced guardrail without an ARN',
    (draft) => {
      draft.bedrock.enforcedGuardrails = [{ guardrailId: 'grenforced01' }];
    },
    ['a guardrail that the account enforces is not named by its ARN'],
  ],
  [
    'a guardrail profile of a new geography',
    (draft) => {
      agent({ guardrailConfiguration: { guardrailIdentifier: 'gr0123456789', guardrailVersion: '1' } })(draft);
      draft.bedrock.guardrails = [
        {
          guardrailArn: own('guardrail/gr0123456789'),
          crossRegionDetails: { guardrailProfileId: 'sa.guardrail.v1:0' },
        },
      ];
    },
    [
      'the destination Regions of the guardrail profile sa.guardrail.v1:0 from us-east-1 are not known to Warden (guardrail gr0123456789)',
    ],
  ],
  [
    'a collaboration mode of a later day',
    agent({ agentCollaboration: 'PEER' }),
    [unknown('the collaboration mode `PEER` of agent HELPAGENT1')],
  ],
  [
    'an orchestration of a later day',
    agent({ orchestrationType: 'GRAPH' }),
    [unknown('the orchestration type `GRAPH` of agent HELPAGENT1')],
  ],
  [
    'a memory of a later day',
    agent({ memoryConfiguration: { enabledMemoryTypes: ['SESSION_SUMMARY', 'EPISODES'] } }),
    [unknown('the memory type `EPISODES` of agent HELPAGENT1')],
  ],
  [
    'a built-in tool of a later day',
    group({ parentActionSignature: 'AMAZON.Browser' }),
    [unknown('the action group signature `AMAZON.Browser` of agent HELPAGENT1')],
  ],
  [
    'an executor of a later day',
    group({ actionGroupExecutor: { stepFunction: 'arn:aws:states:us-east-1:210987654321:stateMachine:s' } }),
    [unknown('the executor of action group orders of agent HELPAGENT1')],
  ],
  [
    'a schema of a later form',
    group({ apiSchema: { registry: 'r' } }),
    [unknown('the form of the API schema of action group orders of agent HELPAGENT1')],
  ],
  [
    'a kind of workload of a later day',
    (draft) => {
      draft.agentCore.widgets = [{ widgetArn: 'arn:aws:bedrock-agentcore:us-east-1:210987654321:widget/w' }];
    },
    ['the workloads in agentCore.widgets are of a kind that this version of Warden does not know'],
  ],
])('%s', (_what, change, expected) => {
  expect(gaps(change)).toEqual(expected);
});

test('a role that no longer exists is a finding', () => {
  const snapshot = changed((draft) => {
    draft.iam.RoleDetailList = [];
  });
  expect(summaryOf(outcomeFor(agentRoleTrustsItsService, snapshot))).toEqual({
    complianceType: 'NON_COMPLIANT',
    findings: ['role-missing critical'],
  });
});

test('a model that AWS does not know is named where access to it is judged', () => {
  const snapshot = changed((draft) => {
    draft.agents[0].agent.foundationModel = 'anthropic.claude-nonesuch-v1:0';
    draft.unread = ['foundationModels', 'modelAvailability'].map((part) => ({
      part: `bedrock.${part}.anthropic.claude-nonesuch-v1:0`,
      error: 'ValidationException',
    }));
  });
  expect(summaryOf(outcomeFor(agentModelAccessGranted, snapshot))).toEqual({
    complianceType: 'INSUFFICIENT_DATA',
    missing: ['the availability of anthropic.claude-nonesuch-v1:0 was not read (ValidationException)'],
  });
});

test('a workload of a type that this version does not know is a gap', () => {
  const workload = { ...buildAgentRoles(plainAccount).roles[0]?.workloads[0], type: 'widget' } as unknown as Workload;
  expect(roleNeeds(plainAccount, workload)).toEqual({
    requests: [],
    gaps: [`the configuration of ${AGENT_ARN} was not read`],
    models: [],
  });
});

/** Every place below a value, as the names that lead to it. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...inner.flatMap(([name, field]) => pathsOf(field, [...path, name]))];
}

function replaced(draft: Draft, path: readonly (string | number)[], value: unknown): Draft {
  const copy: Draft = structuredClone(draft);
  let place: Draft = copy;
  for (const name of path.slice(0, -1)) place = place[name];
  place[path.at(-1) ?? ''] = value;
  return copy;
}

const WITHOUT_RESOURCE = /^(aws-marketplace:|bedrock:AssociateThirdPartyKnowledgeBase$)/;
const folder = new URL('../fixtures/workload/agent/', import.meta.url);

describe.each(readdirSync(folder))('%s with anything in the place of one setting', (name) => {
  const { snapshot } = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const of = (part: Draft, ...at: readonly (string | number)[]) =>
    pathsOf(part)
      .filter(([first, second]) => second !== undefined || typeof first === 'string')
      .map((path) => [...at, ...path]);
  const [entry] = snapshot.agents;
  const settings = [
    ...['agent', 'actionGroups', 'knowledgeBases', 'collaborators', 'aliases'].flatMap((part) =>
      of(entry[part], 'agents', 0, part),
    ),
    ...entry.versions.flatMap((version: Draft, index: number) =>
      of(version.agentVersion, 'agents', 0, 'versions', index, 'agentVersion'),
    ),
    ...['inferenceProfiles', 'guardrails', 'enforcedGuardrails', 'provisionedModels'].flatMap((part) =>
      of(snapshot.bedrock[part], 'bedrock', part),
    ),
  ];

  test.each([[null], [7], [['x']], [{}], ['*'], [HIDDEN]])(
    '%j is never a crash, and never asks for everything',
    (value) => {
      for (const path of settings) {
        const broken = replaced(snapshot, path, value);
        for (const configuration of listAgentConfigurations(broken).configurations) {
          expect(modelUses(broken, configuration)).toBeDefined();
          const { requests } = requiredAccess(broken, configuration);
          for (const { action, resource } of requests.filter((request) => !WITHOUT_RESOURCE.test(request.action)))
            expect(resource, `${path.join('.')} ${action}`).toMatch(/^arn:[^*?]+$/);
        }
      }
    },
  );
});
