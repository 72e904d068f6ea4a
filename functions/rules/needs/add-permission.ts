import { arnFields } from '../../iam/arn.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';

/**
 * The AWS CLI commands that add statements to the policy of a function, which has no other way in; undefined for the policy of
 * anything else. https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
 */
export function addPermission(
  carrier: string,
  principal: string,
  requests: readonly RequiredRequest[],
): string | undefined {
  const [, , service, , , resource = ''] = arnFields(carrier);
  if (service !== 'lambda') return undefined;
  const [, , qualifier] = resource.split(':');
  const name = qualifier === undefined ? carrier : carrier.slice(0, -qualifier.length - 1);
  const commands = requests.map(({ action, context, workload }) => {
    const source = context['aws:SourceArn'];
    const account = context['aws:SourceAccount'];
    const id = `${action.split(':')[1] ?? ''}-${(arnFields(workload)[5] ?? '').replace(/[^A-Za-z0-9]+/g, '-')}`;
    const options = [
      ['function-name', name],
      ...(qualifier === undefined ? [] : [['qualifier', qualifier]]),
      ['statement-id', id.slice(0, 100)],
      ['action', action],
      ['principal', principal],
      ...(source === undefined ? [] : [['source-arn', source]]),
      ...(account === undefined ? [] : [['source-account', account]]),
    ];
    return `aws lambda add-permission ${options.map(([key, value = '']) => `--${key} ${quoted(value)}`).join(' ')}`;
  });
  return `Run ${[...new Set(commands)].map((command) => `\`${command}\``).join(' and ')}.`;
}

const quoted = (value: string): string => (/^[\w:/.@-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`);
