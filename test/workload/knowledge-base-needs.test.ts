import { expect, test } from 'vitest';
import { fixture, fixtureNames, inLines, needsOf } from './knowledge-base-fixture.ts';

test.each(fixtureNames)('the whole needs of a knowledge base: %s', (name) => {
  const { snapshot, expected } = fixture(name);
  expect(inLines(needsOf(snapshot))).toEqual(expected);
});

test('every need says for what, on which page of AWS, and for which knowledge base', () => {
  const requests = fixtureNames.flatMap((name) => needsOf(fixture(name).snapshot).requests);
  const wrong = requests.filter(
    ({ capability, source, workload }) =>
      capability === '' ||
      !/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html(#\S+)?$/.test(source) ||
      source.endsWith('/agents-permissions.html') ||
      !/^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:111122223333:knowledge-base\/\w{10}$/.test(workload),
  );
  expect(wrong).toEqual([]);
});
