import { arnFields } from './arn.ts';

/**
 * The resource parts that an ARN pattern can have besides what follows its fifth colon: a `*` at the end of a segment
 * reaches across colons, so in `arn:aws:bedrock:*:foundation-model/amazon.nova-pro-v1:0` the resource begins early.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function shiftedResources(pattern: string): readonly string[] {
  const fields = arnFields(pattern);
  return [4, 3].flatMap((start) => {
    const begin = fields[start];
    if (begin === undefined || !isResource(begin) || !fields.slice(1, start).some((field) => field.endsWith('*')))
      return [];
    return [fields.slice(start).join(':')];
  });
}

/** What stands where the account or the Region does, and is neither. */
const isResource = (field: string): boolean => !/^(\**|\d{12}|aws|[a-z]+(-[a-z]+)+-\d+)$/.test(field);
