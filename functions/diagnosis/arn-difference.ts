import { arnFields } from '../iam/arn.ts';
import { matchesWildcard } from '../iam/wildcard.ts';

const FIELDS = ['prefix', 'partition', 'service', 'Region', 'account', 'resource'] as const;

export interface ArnDifference {
  readonly pattern: string;
  readonly says: string;
  readonly fields: number;
  /** It names an account, and what is asked for belongs to none: no resource has such an ARN. */
  readonly ofNoAccount?: true;
}

/** What keeps a Resource pattern from matching an ARN, field by field. */
function arnDifference(pattern: string, arn: string): ArnDifference {
  const wanted = arnFields(pattern);
  const seen = arnFields(arn);
  if (arn === '*') return { pattern, says: 'the action has no resource types and needs the resource `*`', fields: 1 };
  if (wanted[0] !== 'arn' || wanted.length < 6)
    return { pattern, says: 'it is not a complete ARN', fields: FIELDS.length };
  const differences = FIELDS.flatMap((name, index) => {
    const [written, needed] = [wanted[index] ?? '', seen[index] ?? ''];
    if (matchesWildcard(written, needed)) return [];
    return [
      name === 'resource'
        ? resourceDifference(written, needed)
        : `${name} ${shown(written)} instead of ${shown(needed)}`,
    ];
  });
  return {
    pattern,
    says: differences.join(', ') || 'a wildcard that would reach across a colon',
    fields: differences.length,
    ...(wanted[4] !== '' && seen[4] === '' && !matchesWildcard(wanted[4] ?? '', '') ? { ofNoAccount: true } : {}),
  };
}

const shown = (field: string): string => (field === '' ? '(empty)' : field);

function resourceDifference(written: string, needed: string): string {
  const [type = ''] = written.split(/[/:]/, 1);
  const [neededType = ''] = needed.split(/[/:]/, 1);
  if (type !== neededType && !type.includes('*')) return `resource type ${shown(type)} instead of ${shown(neededType)}`;
  return `resource ${shown(written)} instead of ${shown(needed)}`;
}

/** The pattern that comes closest; of those as close, the one that can be meant for nothing else. */
export const nearestPattern = (patterns: readonly string[], arn: string): ArnDifference | undefined =>
  patterns
    .map((pattern) => arnDifference(pattern, arn))
    .toSorted((a, b) => a.fields - b.fields || Number(b.ofNoAccount === true) - Number(a.ofNoAccount === true))[0];
