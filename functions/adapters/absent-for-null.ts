/** Parts whose entries may be null: the resource is known to have no policy. */
const NULL_SAYS_SOMETHING = new Set(['resourcePolicies', 'vpcEndpointPolicies', 'organization', 'unread']);

/** In a policy document null is a mistake that its reader must see: without it a condition could disappear. */
const DOCUMENTS = new Set(['AssumeRolePolicyDocument', 'PolicyDocument', 'Document', 'policy']);

/**
 * Takes the members that are null out of AWS's answers, in place. The APIs leave out what is absent; `--query` of the AWS
 * CLI, and programs that write all fields of an answer, say null instead.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-filter.html
 */
export function takeNullsForAbsent(snapshot: object): void {
  for (const [part, value] of Object.entries(snapshot)) {
    if (value === null) Reflect.deleteProperty(snapshot, part);
    else if (!NULL_SAYS_SOMETHING.has(part)) takeOut(value);
  }
}

/** Without recursion: a file may be nested deeper than the stack is. */
function takeOut(value: unknown): void {
  const pending = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!isObject(next)) continue;
    for (const [key, field] of Object.entries(next)) {
      if (field === null && !Array.isArray(next)) Reflect.deleteProperty(next, key);
      else if (isObject(field) && !DOCUMENTS.has(key)) pending.push(field);
    }
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
