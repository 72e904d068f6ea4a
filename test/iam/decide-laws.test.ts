import fc from 'fast-check';
import { describe, test } from 'vitest';
import { decide } from '../../functions/iam/decide.ts';
import type { AccessRequest, Decision } from '../../functions/iam/decision.ts';
import { absentKeys, context, fewLayers, type Layers, request } from './arbitrary-case.ts';
import { type PolicyDocument, policyDocument, type StatementDocument, statementDocument } from './arbitrary-policy.ts';
import { policySet } from './scenario.ts';

type AbsentKeys = 'unknown' | 'absent';

const documentOf = (...statements: readonly StatementDocument[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});
const everything = { Effect: 'Allow', Action: '*', Resource: '*' } as const;

const answer = (asked: AccessRequest, given: Layers, keys: AbsentKeys): Decision =>
  decide(asked, policySet(given), { absentKeys: keys });

const plusIdentity = (given: Layers, statement: StatementDocument): Layers => ({
  ...given,
  identity: [...(given.identity ?? []), documentOf(statement)],
});

/** How much is allowed: denied, open, allowed. */
const extent = ({ decision }: Decision): number => (decision === 'allowed' ? 2 : decision === 'unknown' ? 1 : 0);

const sameAnswer = (one: Decision, other: Decision): boolean =>
  one.decision === other.decision &&
  String(one.blockedBy) === String(other.blockedBy) &&
  new Set([...one.dependsOn, ...other.dependsOn]).size === one.dependsOn.length;

/** Every document of every layer, changed in the same way. */
function everyDocument(given: Layers, change: (document: PolicyDocument) => PolicyDocument): Layers {
  const { resource, serviceControl, resourceControl, ...lists } = given;
  const changed = Object.entries(lists).map(([layer, documents]) => [layer, documents.map(change)]);
  return {
    ...Object.fromEntries(changed),
    ...(resource && { resource: change(resource) }),
    ...(serviceControl && { serviceControl: serviceControl.map((level) => level.map(change)) }),
    ...(resourceControl && { resourceControl: resourceControl.map((level) => level.map(change)) }),
  };
}

const everyStatement = (given: Layers, change: (statement: StatementDocument) => StatementDocument): Layers =>
  everyDocument(given, (document) => ({ ...document, Statement: statementsOf(document).map(change) }));

const statementsOf = ({ Statement }: PolicyDocument): readonly StatementDocument[] => [Statement].flat();

const law = (
  name: string,
  holds: (asked: AccessRequest, given: Layers, keys: AbsentKeys, other: StatementDocument) => boolean,
): void =>
  test(name, () => {
    fc.assert(fc.property(request, fewLayers, absentKeys, statementDocument('identity'), holds), { numRuns: 1_000 });
  });

describe('Allow and Deny', () => {
  law('nothing is allowed without an Allow, but to the root user', (asked, given, keys) => {
    const denies = everyStatement(given, (statement) => ({ ...statement, Effect: 'Deny' }));
    const { resourceControl: _, ...withoutFullAccess } = denies;
    return asked.principal?.endsWith(':root') === true || extent(answer(asked, withoutFullAccess, keys)) === 0;
  });

  law('an explicit Deny wins over everything, in whatever layer', (asked, given, keys) => {
    const deny = documentOf({ ...everything, Effect: 'Deny' });
    const denyEveryone = documentOf({ ...everything, Effect: 'Deny', Principal: '*' });
    const denyService = documentOf({ Effect: 'Deny', Principal: '*', Action: ['s3:*', 'kms:*'], Resource: '*' });
    const forAll: readonly Layers[] = [
      { resource: denyEveryone },
      { resourceControl: [[denyService]] },
      { vpcEndpoint: [denyEveryone] },
    ];
    const forIdentities: readonly Layers[] = [{ identity: [deny] }, { serviceControl: [[deny]] }];
    // The root user has neither.
    const forLimited: readonly Layers[] = [{ permissionsBoundary: [deny] }, { session: [deny] }];
    const isIdentity = asked.principal?.startsWith('arn:') === true;
    const isLimited = isIdentity && asked.principal?.endsWith(':root') === false;
    return [...forAll, ...(isIdentity ? forIdentities : []), ...(isLimited ? forLimited : [])].every(
      (denying) => answer(asked, { ...given, ...denying }, keys).decision === 'explicitDeny',
    );
  });

  law('adding a Deny never allows more', (asked, given, keys, other) => {
    const more = plusIdentity(given, { ...other, Effect: 'Deny' });
    return extent(answer(asked, more, keys)) <= extent(answer(asked, given, keys));
  });

  law('adding an Allow never takes away', (asked, given, keys, other) => {
    const more = plusIdentity(given, { ...other, Effect: 'Allow' });
    return extent(answer(asked, more, keys)) >= extent(answer(asked, given, keys));
  });

  law('an Allow beside an explicit Deny changes nothing', (asked, given, keys, other) => {
    const denied = plusIdentity(given, { ...everything, Effect: 'Deny' });
    const before = answer(asked, denied, keys);
    return (
      before.decision !== 'explicitDeny' ||
      answer(asked, plusIdentity(denied, { ...other, Effect: 'Allow' }), keys).decision === 'explicitDeny'
    );
  });
});

describe('layers that never grant', () => {
  const anyLayer = fc.oneof(
    fc
      .array(policyDocument('permissionsBoundary'), { maxLength: 2 })
      .map((list): Layers => ({ permissionsBoundary: list })),
    fc.array(policyDocument('session'), { maxLength: 2 }).map((list): Layers => ({ session: list })),
    fc.array(policyDocument('serviceControl'), { maxLength: 2 }).map((list): Layers => ({ serviceControl: [list] })),
    fc.array(policyDocument('resourceControl'), { maxLength: 2 }).map((list): Layers => ({ resourceControl: [list] })),
    fc.array(policyDocument('vpcEndpoint'), { maxLength: 2 }).map((list): Layers => ({ vpcEndpoint: list })),
  );

  test('a boundary, a session policy, an organization and an endpoint only ever take away', () => {
    fc.assert(
      fc.property(request, fewLayers, absentKeys, anyLayer, (asked, given, keys, limit) => {
        const [layer] = Object.keys(limit);
        const bare = Object.fromEntries(Object.entries(given).filter(([name]) => name !== layer));
        return extent(answer(asked, { ...bare, ...limit }, keys)) <= extent(answer(asked, bare, keys));
      }),
      { numRuns: 2_000 },
    );
  });

  law('alone, they allow nothing', (asked, given, keys) => {
    const { identity: _, resource: __, ...limits } = given;
    return asked.principal?.endsWith(':root') === true || extent(answer(asked, limits, keys)) === 0;
  });

  law('a level of an organization that allows everything changes nothing', (asked, given, keys) => {
    const full = documentOf(everything);
    const fullForEveryone = documentOf({ ...everything, Principal: '*' });
    const more: Layers = {
      ...given,
      serviceControl: [...(given.serviceControl ?? []), [full]],
      resourceControl: [[fullForEveryone], ...(given.resourceControl ?? [])],
    };
    return sameAnswer(answer(asked, given, keys), answer(asked, more, keys));
  });
});

describe('spelling', () => {
  const twice = <Item>(list: readonly Item[]): readonly Item[] => [...list, ...list].toReversed();

  law('order and duplicates do not matter', (asked, given, keys) => {
    const { identity, permissionsBoundary, session, serviceControl, resourceControl, vpcEndpoint } = given;
    const lists: Layers = {
      ...given,
      ...(identity && { identity: twice(identity) }),
      ...(permissionsBoundary && { permissionsBoundary: twice(permissionsBoundary) }),
      ...(session && { session: twice(session) }),
      ...(serviceControl && { serviceControl: twice(serviceControl.map(twice)) }),
      ...(resourceControl && { resourceControl: twice(resourceControl.map(twice)) }),
      ...(vpcEndpoint && { vpcEndpoint: twice(vpcEndpoint) }),
    };
    const turned = everyDocument(lists, (document) => {
      const statements = statementsOf(document).map(({ Sid: _, ...statement }) => statement as StatementDocument);
      return { ...document, Statement: twice(statements) };
    });
    return sameAnswer(answer(asked, given, keys), answer(asked, turned, keys));
  });

  law('the values of an element are a set', (asked, given, keys) => {
    const turned = everyStatement(given, (statement) =>
      mapElements(statement, (values) => twice([values].flat()), twiceInPrincipals),
    );
    return sameAnswer(answer(asked, given, keys), answer(asked, turned, keys));
  });

  const twiceInPrincipals = (principals: unknown): unknown =>
    typeof principals === 'object' && principals !== null
      ? Object.fromEntries(Object.entries(principals).map(([type, values]) => [type, twice([values].flat())]))
      : principals;

  law('one value is a list of one, everyone is the AWS principal *', (asked, given, keys) => {
    const listed = everyStatement(given, (statement) =>
      mapElements(
        statement,
        (values) => [values].flat(),
        (principals) => (principals === '*' ? { AWS: ['*'] } : principals),
      ),
    );
    return sameAnswer(answer(asked, given, keys), answer(asked, listed, keys));
  });

  law('the case of actions, operators and context keys does not matter', (asked, given, keys) => {
    const other = everyStatement(given, (statement) => {
      const cased = mapElements(
        statement,
        (values) => values,
        (principals) => principals,
      );
      for (const element of ['Action', 'NotAction'] as const) {
        if (cased[element] !== undefined)
          cased[element] = [cased[element]].flat().map((action) => otherCase(String(action)));
      }
      if (typeof cased.Condition === 'object') cased.Condition = namesInOtherCase(cased.Condition, namesInOtherCase);
      return cased as unknown as StatementDocument;
    });
    const askedOtherwise = {
      ...asked,
      action: otherCase(asked.action),
      context: namesInOtherCase(asked.context, (values) => values) as AccessRequest['context'],
    };
    const [one, two] = [answer(asked, given, keys), answer(askedOtherwise, other, keys)];
    const lower = (names: readonly string[]): string =>
      [...new Set(names.map((name) => name.toLowerCase()))].toSorted().join();
    return (
      one.decision === two.decision &&
      String(one.blockedBy) === String(two.blockedBy) &&
      lower(one.dependsOn) === lower(two.dependsOn)
    );
  });

  /** A statement with its lists of values, and its principals, changed. */
  function mapElements(
    statement: StatementDocument,
    change: (values: unknown) => unknown,
    changePrincipals: (principals: unknown) => unknown,
  ): Record<string, unknown> & StatementDocument {
    const entries = Object.entries(statement).map(([element, value]) => {
      if (/Action|Resource/.test(element)) return [element, change(value)];
      if (/Principal/.test(element)) return [element, changePrincipals(value)];
      if (element !== 'Condition') return [element, value];
      const blocks = Object.entries(value as object).map(([operator, block]) => [
        operator,
        Object.fromEntries(Object.entries(block as object).map(([key, values]) => [key, change(values)])),
      ]);
      return [element, Object.fromEntries(blocks)];
    });
    return Object.fromEntries(entries) as Record<string, unknown> & StatementDocument;
  }

  const otherCase = (text: string): string =>
    [...text].map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase())).join('');

  const namesInOtherCase = (named: unknown, change: (value: unknown) => unknown = (value) => value): object =>
    Object.fromEntries(Object.entries(named as object).map(([name, value]) => [otherCase(name), change(value)]));
});

describe('what is not told', () => {
  test('a certain answer does not depend on it', () => {
    fc.assert(
      fc.property(request, fewLayers, fc.array(context, { minLength: 1, maxLength: 3 }), (asked, given, tellings) => {
        const open = answer(asked, given, 'unknown');
        if (open.decision === 'unknown') return true;
        const told = tellings.map((more) => ({ ...asked, context: { ...more, ...asked.context } }));
        const answers = [
          answer(asked, given, 'absent'),
          ...told.flatMap((one) => [answer(one, given, 'unknown'), answer(one, given, 'absent')]),
        ];
        return answers.every(
          (one) => extent(one) === extent(open) && (open.dependsOn.length > 0 || one.decision === open.decision),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  law('an answer has its reasons', (asked, given, keys) => {
    const { decision, blockedBy, statements, dependsOn } = answer(asked, given, keys);
    const isRoot = asked.principal?.endsWith(':root') === true;
    if (decision === 'unknown') return blockedBy.length === 0 && statements.length === 0 && dependsOn.length > 0;
    if (decision === 'allowed')
      return (
        blockedBy.length === 0 && (isRoot || statements.length > 0) && statements.every((s) => s.effect === 'Allow')
      );
    const denials = decision === 'explicitDeny';
    return blockedBy.length > 0 && denials === statements.length > 0 && statements.every((s) => s.effect === 'Deny');
  });
});
