import type { Audit } from '../../functions/cli/judge-snapshot.ts';
import type { Evaluation } from '../../functions/rules/evaluation.ts';
import type { Finding, Outcome, Rule } from '../../functions/rules/rule.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import type { Workload } from '../../functions/workload/workload.ts';

/** An audit put together by hand, so that what the reports do with it does not hang on the catalogue's words. */
const arn = 'arn:aws:iam::111122223333:role/service-role/orders-agent-role';

export const workload: Workload = {
  type: 'agent',
  arn: 'arn:aws:bedrock:us-east-1:111122223333:agent/ORDERS0001',
  id: 'ORDERS0001',
  name: 'orders-agent',
  version: 'DRAFT',
  region: 'us-east-1',
  roleArn: arn,
  servicePrincipal: 'bedrock.amazonaws.com',
  sourceArn: 'arn:aws:bedrock:us-east-1:111122223333:agent/ORDERS0001',
};

export const role: AgentRole = {
  arn,
  name: 'orders-agent-role',
  accountId: '111122223333',
  partition: 'aws',
  region: 'us-east-1',
  regions: ['us-east-1'],
  roleId: { known: 'AROAEXAMPLEORDERS0001' },
  workloads: [workload, { ...workload, version: '3' }],
  trustPolicy: { missing: ['not read'] },
  identityPolicies: { missing: ['not read'] },
  readablePolicies: [],
  permissionsBoundary: { missing: ['not read'] },
  serviceControlPolicies: { missing: ['not read'] },
  resourceControlPolicies: { missing: ['not read'] },
  requiredAccess: { missing: ['not read'] },
  accessHeldElsewhere: [],
  knownRequests: [],
  knowledgeBaseRequests: [],
  needGaps: { models: [], knowledgeBases: [], guardrails: [], resources: [] },
  resourcePolicies: {},
  openSearch: {
    collections: { items: [], missing: [] },
    dataAccess: { items: [], missing: [] },
    networkAccess: { items: [], missing: [] },
  },
  unseenNeeds: [],
  models: { missing: ['not read'] },
  useCaseFormSubmitted: { missing: ['not read'] },
  tags: { known: [] },
  hiddenWorkloads: [],
  openDenials: { known: null },
  takenAt: { missing: ['not read'] },
};

export const finding: Finding = {
  id: 'administrator-access',
  severity: 'critical',
  message: 'managed policy AdministratorAccess, statement 0, allows every action on every resource.',
  location: { policy: 'managed policy AdministratorAccess', statement: 0 },
  remediation: 'Detach arn:aws:iam::aws:policy/AdministratorAccess.',
};

const ruleNamed = (id: string): Rule => ({
  id,
  title: '',
  rationale: '',
  remediation: '',
  references: ['https://docs.aws.amazon.com/'],
  needs: [],
  evaluate: () => ({ complianceType: 'COMPLIANT' }),
});

export const evaluation = (id: string, outcome: Outcome, judged: AgentRole = role): Evaluation => ({
  rule: ruleNamed(id),
  role: judged,
  outcome,
});

export const found = (...findings: readonly [Finding, ...Finding[]]): Outcome => ({
  complianceType: 'NON_COMPLIANT',
  findings,
});

export const auditOf = (...evaluations: readonly Evaluation[]): Audit => ({
  accountId: '111122223333',
  regions: ['us-east-1'],
  takenAt: '2026-11-22T10:00:00Z',
  evaluations,
  unread: [],
  malformed: [],
});
