import type { ComplianceLedger } from '../../functions/adapters/told-compliance.ts';
import type { Settling } from '../../functions/alerts/compliance-settling.ts';
import type { ToldCompliance } from '../../functions/alerts/compliance-told.ts';

/** The ledger's promises without a table. `dieAt`: the write, counted from 1, that throws instead. */
export function memoryLedger(settling?: Settling) {
  const items = new Map<string, ToldCompliance>();
  const state = { settling, writes: 0, dieAt: 0 };
  const counted = () => {
    state.writes += 1;
    if (state.writes === state.dieAt) throw new Error('the function died');
  };
  const ledger: ComplianceLedger = {
    read: async (resourceId) => items.get(resourceId),
    async write(told) {
      counted();
      if ((items.get(told.resourceId)?.version ?? 0) !== told.version - 1) return false;
      items.set(told.resourceId, told);
      return true;
    },
    list: async () =>
      [...items.values()].filter(({ rules, pending }) => Object.keys(rules).length > 0 || pending !== undefined),
    readSettling: async () => state.settling,
    async writeSettling(next) {
      counted();
      if ((state.settling?.version ?? 0) !== next.version - 1) return false;
      state.settling = next;
      return true;
    },
  };
  return { ledger, items, state };
}
