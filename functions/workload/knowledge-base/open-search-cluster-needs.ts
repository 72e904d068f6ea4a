import { arnFields } from '../../iam/arn.ts';
import { allNeeds, GUIDE, type Needs, requestsFor } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import type { StorageConfiguration } from './configuration.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';

const PAGES_DISAGREE =
  'kb-permissions lists it on the index itself, kb-osm-permissions-slr-rbp on what is in the index; requests name what is in it, so that is required and this is not.';
const DOMAIN_POLICY =
  'A domain of another account, and one whose access policy is restrictive, must allow it to the role; where fine-grained access control is on, the role must be mapped to a role of the domain as well.';

/**
 * https://docs.aws.amazon.com/bedrock/latest/userguide/kb-osm-permissions-slr-rbp.html
 */
export function openSearchClusterNeeds(
  snapshot: Snapshot,
  workload: Workload,
  { opensearchManagedClusterConfiguration }: StorageConfiguration,
  store: string,
): Needs {
  const { domainArn, vectorIndexName } = opensearchManagedClusterConfiguration ?? {};
  return needsWith(statedValue(domainArn, SHAPES.domain, `the domain of ${store}`), (domain) => {
    const purpose = { capability: `vector store ${domain}`, source: `${GUIDE}/kb-osm-permissions-slr-rbp.html` };
    const onStore = requestsFor({ workload }, { ...purpose, kind: 'vectorStore' });
    const inStore = requestsFor({ workload }, { ...purpose, kind: 'storage' });
    const everything = (held: Partial<Pick<RequiredRequest, 'heldBy' | 'principal' | 'necessity' | 'note'>>): Needs =>
      allNeeds([
        { requests: onStore(['es:DescribeDomain'], domain, held), gaps: [] },
        needsWith(statedValue(vectorIndexName, SHAPES.index, `the vector index of ${store}`), (name) => ({
          requests: [
            ...onStore(['es:ESHttpGet', 'es:ESHttpHead'], `${domain}/${name}`, held),
            ...inStore(
              ['es:ESHttpGet', 'es:ESHttpPost', 'es:ESHttpPut', 'es:ESHttpDelete'],
              `${domain}/${name}/*`,
              held,
            ),
            ...onStore(['es:ESHttpPost', 'es:ESHttpPut', 'es:ESHttpDelete'], `${domain}/${name}`, {
              ...held,
              necessity: 'optional',
              note: held.note ?? PAGES_DISAGREE,
            }),
          ],
          gaps: [],
        })),
      ]);
    return allNeeds([
      everything({}),
      everything({
        heldBy: 'resourcePolicy',
        principal: workload.roleArn,
        ...(arnFields(domain)[4] === snapshot.accountId ? { necessity: 'optional' } : {}),
        note: DOMAIN_POLICY,
      }),
    ]);
  });
}
