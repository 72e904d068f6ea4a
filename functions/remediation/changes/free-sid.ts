/** A Sid that no statement of the policy has yet. */
export function freeSid(wanted: string, taken: ReadonlySet<string | undefined>): string {
  let sid = wanted;
  for (let number = 2; taken.has(sid); number += 1) sid = `${wanted}${number}`;
  return sid;
}
