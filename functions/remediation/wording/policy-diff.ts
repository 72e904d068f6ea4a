import { literalPolicy } from '../../iam/literal-policy.ts';
import type { Policy } from '../../iam/policy.ts';
import type { PolicyEdit } from '../proof/policy-edit.ts';
import { textDiff } from './text-diff.ts';

/** What the edits change, as unified diffs of the policies' JSON. */
export const policyDiff = (edits: readonly PolicyEdit[]): string =>
  edits.map(({ before, after, name }) => textDiff(jsonOf(before), jsonOf(after), oneLine(name))).join('\n');

const jsonOf = (policy: Policy | undefined): string =>
  policy === undefined ? '' : JSON.stringify(literalPolicy(policy), null, 2);

const oneLine = (name: string): string => name.replace(/[\p{C}\p{Z}]+/gu, ' ');
