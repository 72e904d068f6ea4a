import type { Snapshot } from '../workload/snapshot.ts';

/** `account.json: account 111122223333, us-east-1: 7 agents, 2 knowledge bases, 0 flows, 12 roles` */
export function writtenLine(path: string, { accountId, region, agents, knowledgeBases, flows, iam }: Snapshot): string {
  const counts = [
    counted(agents?.length, 'agent'),
    counted(knowledgeBases?.length, 'knowledge base'),
    counted(flows?.length, 'flow'),
    counted(iam?.RoleDetailList?.length, 'role'),
  ].filter((count) => count !== undefined);
  return `${path}: account ${accountId}, ${region}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`;
}

const counted = (count: number | undefined, what: string): string | undefined =>
  count === undefined ? undefined : `${count} ${what}${count === 1 ? '' : 's'}`;

/** One line for every error that was met, with the parts that met it; in the order of their names, whichever was first. */
export function unreadLines({ region, unread = [] }: Snapshot, withRegion: boolean): readonly string[] {
  return [...Map.groupBy(unread, ({ error }) => error)].toSorted(byError).map(([error, parts]) => {
    const names = parts.map(({ part }) => part).toSorted();
    const shown = names.slice(0, MOST_NAMES).join(', ');
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more: see \`unread\` in the file` : '';
    return `not read${withRegion ? ` in ${region}` : ''} (${error}): ${shown}${more}`;
  });
}

const MOST_NAMES = 12;

const byError = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  left < right ? -1 : 1;
