import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluationOf } from '../../functions/adapters/config-evaluations.ts';
import { putEvaluations } from '../../functions/adapters/put-evaluations.ts';
import { readConfigurationItem } from '../../functions/adapters/read-configuration-item.ts';
import { readResultsOf, readStoredResults } from '../../functions/adapters/stored-results.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { account, awsOf, role } from './account-under-test.ts';

const RULE = 'bedrock-warden-agent-role-not-shared';
const TIME = '2026-11-22T10:00:00.000Z';

let local: LocalAccount;
beforeEach(async () => {
  local = await startLocalAccount(account, { pageSize: 3, emptyPages: true });
});
afterEach(() => local.close());

const evaluations = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    evaluationOf(
      { resourceType: 'AWS::IAM::Role', resourceId: `AROA${index}` },
      { complianceType: 'COMPLIANT' },
      'Compliant.',
      TIME,
    ),
  );

const storedOf = (index: number) => ({
  resourceType: 'AWS::IAM::Role',
  resourceId: `AROA${index}`,
  complianceType: 'COMPLIANT',
  annotation: 'Compliant.',
  time: Date.parse(TIME),
});

const calls = () => local.requests.filter(({ operation }) => operation === 'PutEvaluations').length;

describe('results', () => {
  it.each([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
    [250, 3],
  ])('of %i roles take %i calls', async (count, expected) => {
    await putEvaluations(evaluations(count), local.issueResultToken(RULE), awsOf(local.endpoint));
    expect([local.evaluations.length, calls()]).toEqual([count, expected]);
    expect(local.evaluations.every(({ orderingTimestamp }) => orderingTimestamp === Date.parse(TIME) / 1000)).toBe(
      true,
    );
  });

  it('in test mode are not stored', async () => {
    await putEvaluations(evaluations(1), 'TESTMODE', awsOf(local.endpoint));
    expect([local.evaluations, calls()]).toEqual([[], 1]);
  });

  it('that were not taken at first are sent again, alone', async () => {
    const undo = local.failEvaluations(({ resourceId }) => {
      if (resourceId !== 'AROA1') return false;
      undo();
      return true;
    });
    await putEvaluations(evaluations(150), local.issueResultToken(RULE), awsOf(local.endpoint));
    expect([local.evaluations.length, calls()]).toEqual([150, 3]);
  });

  it('that were not taken are an error, after all batches were tried', async () => {
    local.failEvaluations(({ resourceId }) => resourceId === 'AROA1' || resourceId === 'AROA149');
    const put = putEvaluations(evaluations(150), local.issueResultToken(RULE), awsOf(local.endpoint));
    await expect(put).rejects.toThrow('AWS Config did not take 2 of 150 results: AROA1, AROA149');
    expect(local.evaluations.length).toBe(148);
  });

  it('with a token that AWS Config does not know are an error', async () => {
    await expect(putEvaluations([], 'unknown', awsOf(local.endpoint))).rejects.toThrow('The result token is invalid.');
  });

  it('are read back from every page', async () => {
    await putEvaluations(evaluations(10), local.issueResultToken(RULE), awsOf(local.endpoint));
    expect(await readStoredResults(RULE, awsOf(local.endpoint))).toEqual(
      Array.from({ length: 10 }, (_, index) => storedOf(index)),
    );
  });

  it('are read back by the resource, under the names of their rules', async () => {
    for (const rule of [RULE, `${RULE}-2`])
      await putEvaluations(evaluations(2), local.issueResultToken(rule), awsOf(local.endpoint));
    const results = await readResultsOf({ resourceType: 'AWS::IAM::Role', resourceId: 'AROA1' }, awsOf(local.endpoint));
    expect([...results]).toEqual([
      [RULE, storedOf(1)],
      [`${RULE}-2`, storedOf(1)],
    ]);
  });
});

describe('an oversized item', () => {
  const summary = {
    resourceType: 'AWS::IAM::Role',
    resourceId: role.RoleId,
    resourceName: role.RoleName,
    captureTime: TIME,
    relationships: [],
    configuration: undefined,
  };

  it('is fetched as it was then, its relationships in the event’s spelling', async () => {
    const item = await readConfigurationItem(summary, awsOf(local.endpoint));
    expect(item.configuration).toMatchObject({
      roleName: 'agent',
      assumeRolePolicyDocument: role.AssumeRolePolicyDocument,
    });
    expect(item.relationships.map(({ resourceName }) => resourceName)).toEqual(['Local']);
  });

  it.each([
    ['is an error when there is none', { resourceId: 'AROANOBODY' }],
    ['is an error when it is younger', { captureTime: '2026-11-22T09:59:59.000Z' }],
  ])('%s', async (_, change) => {
    await expect(readConfigurationItem({ ...summary, ...change }, awsOf(local.endpoint))).rejects.toThrow();
  });
});
