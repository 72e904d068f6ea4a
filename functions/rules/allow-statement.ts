import type { RequiredRequest } from '../workload/required-request.ts';

/**
 * The literal statements that allow requests, one line each. Models behind a profile are allowed only through it
 * (`bedrock:InferenceProfileArn`).
 */
export function allowStatements(requests: readonly Pick<RequiredRequest, 'action' | 'resource' | 'context'>[]): string {
  const groups = Map.groupBy(requests, ({ context }) => context['bedrock:InferenceProfileArn'] ?? '');
  return [...groups]
    .map(([profile, ofProfile]) =>
      JSON.stringify({
        Effect: 'Allow',
        Action: oneOrMore(ofProfile.map(({ action }) => action)),
        Resource: oneOrMore(ofProfile.map(({ resource }) => resource)),
        ...(profile === '' ? {} : { Condition: { StringEquals: { 'bedrock:InferenceProfileArn': profile } } }),
      }),
    )
    .join(', ');
}

function oneOrMore(values: readonly string[]): string | readonly string[] {
  const distinct = [...new Set(values)];
  const [first] = distinct;
  return distinct.length === 1 && first !== undefined ? first : distinct;
}
