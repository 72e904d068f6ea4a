/**
 * AWS managed policies whose text has never changed since they exist, so that their name tells it: reading them would tell
 * nothing more. Any other managed policy has to be read.
 */
export function constantPolicy(arn: string): unknown {
  if (!/^arn:aws[a-z-]*:iam::aws:policy\/AdministratorAccess$/.test(arn)) return undefined;
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
}
