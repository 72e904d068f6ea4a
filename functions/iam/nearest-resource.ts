import { arnFields } from './arn.ts';
import { malformation } from './arn-malformation.ts';
import { grantableActions } from './grantable-actions.ts';
import type { LintContext } from './lint.ts';
import { nearest } from './nearest.ts';
import type { ServiceAction } from './service-authorization.ts';

/**
 * The resource that was most likely meant by one on which none of the actions can be granted: of the same service and of nearly
 * the same type, with the same name. It is proven: one of the actions can be granted on it. Undefined when there is none.
 */
export function nearestResource(
  written: string,
  actions: readonly ServiceAction[],
  context: LintContext,
): string | undefined {
  const candidates = [
    ...bucketOrObjects(written),
    ...actions.flatMap(({ resourceTypes }) =>
      resourceTypes.flatMap(({ arns }) => arns.flatMap((form) => inForm(written, form, context) ?? [])),
    ),
  ];
  return candidates.find(
    (candidate) =>
      malformation(candidate, context.accountId) === undefined &&
      actions.some(({ action }) => (grantableActions(action, candidate) ?? []).length > 0),
  );
}

/** A bucket for its objects, and all objects for their bucket. */
function bucketOrObjects(written: string): readonly string[] {
  const [, head, bucket, objects] = /^(arn:[^:]*:s3:::)([^/:]+)(\/.*)?$/.exec(written) ?? [];
  if (head === undefined || bucket === undefined) return [];
  return [objects === undefined ? `${head}${bucket}/*` : `${head}${bucket}`];
}

/** `knowledge-base/` and a name of one part, in the form of a documented ARN. */
function inForm(written: string, form: string, { partition, accountId, region = '' }: LintContext): string | undefined {
  const [, , service, writtenRegion = '', writtenAccount = '', rest = ''] = arnFields(written);
  const [, , formService, formRegion = '', formAccount = '', formRest = ''] = arnFields(form);
  const [, type, separator] = /^([a-z-]+)([/:])\$\{[^}]*\}$/.exec(formRest) ?? [];
  const [, writtenType = '', name = ''] = /^([^/:]+)[/:](.+)$/.exec(rest) ?? [];
  if (service !== formService || type === undefined || nearest(writtenType, [type]) === undefined) return undefined;
  const inRegion = formRegion === '' ? '' : writtenRegion || region;
  const ofAccount = formAccount === '' ? '' : writtenAccount || accountId;
  return `arn:${partition}:${service}:${inRegion}:${ofAccount}:${type}${separator}${name}`;
}
