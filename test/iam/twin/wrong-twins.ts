import type { AccessRequest, PolicySet } from '../../../functions/iam/decision.ts';
import type { Policy, Statement } from '../../../functions/iam/policy.ts';
import { decideSlowly, type Reached } from './decide.ts';

type Decide = (request: AccessRequest, policies: PolicySet, absentKeys: 'unknown' | 'absent') => Reached;

/** A twin that reads every policy wrongly. */
const reading =
  (misread: (policy: Policy) => Policy): Decide =>
  (request, policies, absentKeys) => {
    const list = (all: readonly Policy[] | undefined) => all?.map(misread);
    const { identity, resource, permissionsBoundary, session, serviceControl, resourceControl, vpcEndpoint } = policies;
    const misreadSet: PolicySet = {
      ...(identity && { identity: identity.map(misread) }),
      ...(resource && { resource: misread(resource) }),
      ...(permissionsBoundary && { permissionsBoundary: permissionsBoundary.map(misread) }),
      ...(session && { session: session.map(misread) }),
      ...(serviceControl && { serviceControl: serviceControl.map((level) => list(level) ?? []) }),
      ...(resourceControl && { resourceControl: resourceControl.map((level) => list(level) ?? []) }),
      ...(vpcEndpoint && { vpcEndpoint: vpcEndpoint.map(misread) }),
    };
    return decideSlowly(request, misreadSet, { absentKeys });
  };

const readingStatements = (misread: (statement: Statement) => Statement): Decide =>
  reading((policy) => ({ ...policy, statements: policy.statements.map(misread) }));

const readingOperators = (misread: (operator: string) => string): Decide =>
  readingStatements((statement) => ({
    ...statement,
    conditions: statement.conditions.map((condition) => ({ ...condition, operator: misread(condition.operator) })),
  }));

/** A twin that is not told of a layer. */
const without =
  (...layers: readonly (keyof PolicySet)[]): Decide =>
  (request, policies, absentKeys) => {
    const left = Object.fromEntries(Object.entries(policies).filter(([layer]) => !layers.some((one) => one === layer)));
    return decideSlowly(request, left, { absentKeys });
  };

/** Twins with one mistake each, every one of which a comparison must find. */
export const WRONG_TWINS: Readonly<Record<string, Decide>> = {
  'a Deny is overlooked': reading((policy) => ({
    ...policy,
    statements: policy.statements.filter(({ effect }) => effect === 'Allow'),
  })),
  'NotAction is read as Action': readingStatements((statement) => ({
    ...statement,
    actions: { ...statement.actions, except: false },
  })),
  'NotResource is read as Resource': readingStatements(({ resources, ...statement }) => ({
    ...statement,
    ...(resources && { resources: { ...resources, except: false } }),
  })),
  'NotPrincipal is read as Principal': readingStatements(({ principals, ...statement }) => ({
    ...statement,
    ...(principals && { principals: { ...principals, except: false } }),
  })),
  'conditions are overlooked': readingStatements((statement) => ({ ...statement, conditions: [] })),
  'only the first value of a condition is read': readingStatements((statement) => ({
    ...statement,
    conditions: statement.conditions.map((condition) => ({ ...condition, values: condition.values.slice(0, 1) })),
  })),
  'IfExists is overlooked': readingOperators((operator) => operator.replace('IfExists', '')),
  'ForAllValues is read as ForAnyValue': readingOperators((operator) =>
    operator.replace('ForAllValues', 'ForAnyValue'),
  ),
  'a negation is overlooked': readingOperators((operator) => operator.replace('Not', '')),
  'Like is read as Equals': readingOperators((operator) => operator.replace(/^String(Not)?Like/, 'String$1Equals')),
  'variables are read in the version of 2008': reading((policy) => ({ ...policy, version: '2012-10-17' })),
  'variables are never read': reading((policy) => ({ ...policy, version: '2008-10-17' })),
  'the permissions boundary is overlooked': without('permissionsBoundary'),
  'the session policy is overlooked': without('session'),
  'service control policies are overlooked': without('serviceControl'),
  'resource control policies are overlooked': without('resourceControl'),
  'the endpoint policy is overlooked': without('vpcEndpoint'),
  'only the first level of service control policies is read': (request, { serviceControl, ...policies }, absentKeys) =>
    decideSlowly(
      request,
      { ...policies, ...(serviceControl && { serviceControl: serviceControl.slice(0, 1) }) },
      { absentKeys },
    ),
  'untold keys are taken for absent': (request, policies) => decideSlowly(request, policies, { absentKeys: 'absent' }),
  'the owner of the resource is overlooked': ({ resourceAccount: _, ...request }, policies, absentKeys) =>
    decideSlowly(request, policies, { absentKeys }),
  'everyone is taken for the role': ({ principal: _, ...request }, policies, absentKeys) =>
    decideSlowly(request, policies, { absentKeys }),
};
