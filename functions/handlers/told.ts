import type { ComplianceLedger } from '../adapters/told-compliance.ts';
import { foundInOrder, isTold, nothingTold, withNews } from '../alerts/compliance-told.ts';
import type { NewNonCompliance } from '../alerts/non-compliance.ts';
import { clearPending } from './tell-compliance.ts';

/** What people were told of already, whoever told it: AWS Config's events tell of the same things later. */
export interface Told {
  /**
   * Takes what nobody was told of, to tell it; what was taken before and not told is taken again.
   *
   * @throws Error when somebody else is telling of one of the roles at the moment
   */
  take(
    found: readonly NewNonCompliance[],
    alertIdOf: (untold: readonly NewNonCompliance[]) => string,
  ): Promise<{ readonly untold: readonly NewNonCompliance[]; readonly alertId: string }>;
  /** The topic has taken the alert. */
  confirm(told: readonly NewNonCompliance[], alertId: string): Promise<void>;
  /** A changed workload has put these in order before AWS Config ever held them: their end is told by the next who looks. */
  forget(inOrder: readonly RuleOfResource[]): Promise<void>;
}

export interface RuleOfResource {
  readonly ruleId: string;
  readonly resourceId: string;
}

/** @param now milliseconds since the epoch */
export function toldInLedger(ledger: ComplianceLedger, now: () => number): Told {
  return {
    async take(found, alertIdOf) {
      const taken = await Promise.all(
        [...Map.groupBy(found, idOf)].map(async ([resourceId, ofRole]) => {
          const told = (await ledger.read(resourceId)) ?? nothingTold(resourceId);
          const { pending } = told;
          if (pending !== undefined && (Date.parse(pending.heldUntil) > now() || !isOfChange(pending.alertId)))
            throw new Error(`another invocation is telling of ${resourceId}; its turn comes again`);
          const again = pending?.nonCompliant ?? [];
          const untold = ofRole.filter(({ ruleId }) => again.includes(ruleId) || !isTold(told, ruleId, now()));
          return { told, untold, alertId: untold.length > 0 ? pending?.alertId : undefined };
        }),
      );
      const untold = taken.flatMap((each) => each.untold);
      const alertId = taken.find((each) => each.alertId !== undefined)?.alertId ?? alertIdOf(untold);
      for (const { told, untold: ofRole } of taken) {
        if (ofRole.length === 0) continue;
        const news = { nonCompliant: ofRole.map(({ ruleId }) => ruleId), over: [] };
        const [role] = ofRole.map(({ roleName: name, roleArn: arn }) => ({ name, arn }));
        const telling = { alertId, isConfirmed: false, ...(role !== undefined && { role }) };
        if (!(await ledger.write(withNews(told, news, telling, now()))))
          throw new Error(`another invocation decided of ${told.resourceId} at the same time`);
      }
      return { untold, alertId };
    },

    async confirm(told, alertId) {
      for (const resourceId of new Set(told.map(idOf))) await clearPending({ resourceId }, alertId, ledger);
    },

    async forget(inOrder) {
      for (const [resourceId, ofRole] of Map.groupBy(inOrder, (each) => each.resourceId)) {
        const told = await ledger.read(resourceId);
        const rules = ofRole.map(({ ruleId }) => ruleId);
        const marked = told === undefined ? undefined : foundInOrder(told, rules, now());
        if (marked !== undefined && !(await ledger.write(marked)))
          throw new Error(`another invocation decided of ${resourceId} at the same time`);
      }
    },
  };
}

const idOf = ({ resourceId, roleArn }: NewNonCompliance): string => resourceId ?? roleArn;

/** As `changeAlertId` writes it. */
const isOfChange = (alertId: string): boolean => alertId.startsWith('change/');
