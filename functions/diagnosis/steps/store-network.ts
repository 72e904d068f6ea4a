import { networkAccess } from '../../workload/data-access.ts';
import { administrator } from '../administrator.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause } from '../diagnosis.ts';
import { nothing, type Step } from './step.ts';

const OF_STORES: ReadonlySet<string> = new Set(['vector-store-refused', 'generic-knowledge-base']);

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html */
export const storeNetwork: Step = {
  id: 'store-network',
  question: 'Does a network policy of OpenSearch Serverless let Bedrock reach the collection?',
  examine(context) {
    if (!OF_STORES.has(context.denied.message.template)) return nothing;
    const shut = collectionsOf(context).flatMap((id) => shutOut(context, id) ?? []);
    return { causes: shut };
  },
};

/** Both `collection/ID` and `index/ID/INDEX` have it in the second place. */
const collectionsOf = ({ elsewhere }: DiagnosisContext): readonly string[] => [
  ...new Set(
    elsewhere.flatMap(({ request: { heldBy, resource } }) =>
      heldBy === 'dataAccessPolicy' ? (/:(?:collection|index)\/([^/]+)/.exec(resource)?.[1] ?? []) : [],
    ),
  ),
];

function shutOut(context: DiagnosisContext, id: string): Cause | undefined {
  const access = context.role === undefined ? undefined : networkAccess(context.role, id);
  if (access?.answer !== 'shut') return undefined;
  const { name, rule } = access;
  return {
    code: 'OTHER',
    // Where no policy is about the collection, one may have been left out of what was read.
    certainty: rule === undefined ? 'possible' : 'likely',
    summary: `No network policy of OpenSearch Serverless lets Bedrock reach the collection ${name}.`,
    evidence: [
      {
        source: 'opensearchserverless list-security-policies --type network',
        says: `collection/${name}: ${rule === undefined ? 'no network policy names it' : `${rule.policy} is neither public nor names bedrock.amazonaws.com`}`,
      },
    ],
    change: {
      kind: 'steps',
      who: administrator(context),
      steps: [
        `Name bedrock.amazonaws.com in SourceServices of the network policy of the collection ${name}.`,
        'Leave the policies of the role as they are: they do not decide this.',
      ],
    },
  };
}
