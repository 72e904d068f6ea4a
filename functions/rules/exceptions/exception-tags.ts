import type { RoleTag } from '../../workload/snapshot.ts';
import type { RuleException } from './exception.ts';

/** What a role's tag starts with that excepts the role from the rule behind it. */
const PREFIX = 'bedrock-warden:exception';

/**
 * The exceptions in a role's tags: key `bedrock-warden:exception:RULE-ID`, value `owner=… until=YYYY-MM-DD reason=…`, the
 * reason last. IAM does not tell tag keys apart by case. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export function taggedExceptions(tags: readonly RoleTag[], roleArn: string): readonly RuleException[] {
  return tags.flatMap(({ Key, Value }) => {
    const key = Key.toLowerCase();
    if (key !== PREFIX && !key.startsWith(`${PREFIX}:`)) return [];
    return [{ rule: key.slice(PREFIX.length + 1), role: roleArn, source: `tag ${Key}`, ...fieldsOf(Value) }];
  });
}

function fieldsOf(value: string): Pick<RuleException, 'owner' | 'reason' | 'until'> {
  const reasonAt = value.search(/(^|\s)reason=/);
  const head = reasonAt === -1 ? value : value.slice(0, reasonAt);
  const reason = reasonAt === -1 ? undefined : value.slice(value.indexOf('reason=', reasonAt) + 'reason='.length);
  const owner = /(?:^|\s)owner=(.*?)(?=\suntil=|$)/.exec(head)?.[1];
  const until = /(?:^|\s)until=(\S*)/.exec(head)?.[1];
  return {
    ...(owner === undefined ? {} : { owner: owner.trim() }),
    ...(until === undefined ? {} : { until }),
    ...(reason === undefined ? {} : { reason: reason.trim() }),
  };
}
