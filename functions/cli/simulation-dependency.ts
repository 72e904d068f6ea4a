/** What the engine's `dependsOn` means to a reader, and what can be done about it; the first pattern that fits counts. */
const readings: readonly (readonly [pattern: RegExp, reading: string])[] = [
  [
    /^operator (.+) on several values of (.+)$/s,
    '`$1` on `$2`, of which the request has several values: use `ForAnyValue:` or `ForAllValues:`, or give one value',
  ],
  [/^operator (.+)$/s, '`$1` with a value that is not of its type: correct the value in the policy or in the context'],
  [/^variable in operator (.+)$/s, 'a policy variable under `$1`, where none is read: write the value itself'],
  [/^variable without a closing brace$/, 'a policy variable without a closing brace: close it'],
  [
    /^variable before the fifth colon of an ARN$/,
    'a policy variable before the fifth colon of an ARN: write the value',
  ],
  [/^variable (.+)$/s, 'the policy variable `$1`, which has not exactly one value: give one in the context'],
  [/^wildcard across a colon in (.+)$/s, 'whether `*` reaches across a colon in `$1`: write every field of the ARN'],
  [/^principal$/, 'who asks: give `request.principal`, an IAM or STS ARN, a service principal, or `*` for anonymous'],
  [/^principal CanonicalUser$/, 'the account behind a `CanonicalUser`: name the account in the policy'],
  [
    /^principal: the name of the session$/,
    'the session of the role: give `request.principal` as `arn:aws:sts::…:assumed-role/NAME/SESSION`',
  ],
  [/^principal: the user who federated$/, 'the user behind a federated-user session, who is not told by its ARN'],
  [
    /^NotPrincipal without the account, role or session$/,
    'a `NotPrincipal` that names not all of account, role and session: name all of them',
  ],
];

/** One entry of `dependsOn` in words. Whatever is no special word of the engine is the name of a context key. */
export function dependencyText(dependency: string): string {
  for (const [pattern, reading] of readings) {
    if (pattern.test(dependency)) return dependency.replace(pattern, reading);
  }
  return `the context key \`${dependency}\`: give it in \`request.context\``;
}
