import type { Log } from '../adapters/log.ts';
import type { ComplianceLedger } from '../adapters/told-compliance.ts';
import { collectUnread } from '../adapters/unread.ts';
import { deployedExceptions } from './deployed-exceptions.ts';
import type { SettleServices } from './settle-compliance.ts';

/** What is asked of AWS Config, told and noted, in a deployed function. No client is made before it is needed. */
export function complianceServices(
  { ALERT_TOPIC_ARN, INCIDENT_TABLE, AWS_REGION: region }: Settings,
  exceptionsFile: string | undefined,
  log: Log,
): Omit<SettleServices, 'readers'> {
  return {
    ledger: lazyLedger(INCIDENT_TABLE, region),
    readExceptions: deployedExceptions(exceptionsFile, log),
    readConfigRules: async () => (await import('../adapters/config-rules-in-use.ts')).readConfigRules({ region }),
    readResultsOf: async (resource) =>
      (await import('../adapters/stored-results.ts')).readResultsOf(resource, { region }),
    readNonCompliant: async (configRuleName) =>
      (await import('../adapters/stored-results.ts')).readNonCompliant(configRuleName, { region }),
    async readRoleNames(resourceIds) {
      const unread = collectUnread();
      const names = await (await import('../adapters/read-role-names.ts')).readRoleNames(
        resourceIds,
        { region },
        unread,
      );
      if (unread.parts.length > 0)
        log('PARTS_UNREAD', { parts: unread.parts.map(({ part, error }) => `${part}: ${error}`) });
      return names;
    },
    publish: async (message) =>
      (await import('../adapters/publish-alert.ts')).publishAlert(ALERT_TOPIC_ARN, message, { region }),
    log,
    now: Date.now,
  };
}

interface Settings {
  readonly ALERT_TOPIC_ARN: string;
  readonly INCIDENT_TABLE: string;
  readonly AWS_REGION: string;
}

export function lazyLedger(table: string, region: string): ComplianceLedger {
  let made: Promise<ComplianceLedger> | undefined;
  const ledger = (): Promise<ComplianceLedger> => {
    made ??= import('../adapters/told-compliance.ts').then(({ buildComplianceLedger }) =>
      buildComplianceLedger(table, { region }, Date.now),
    );
    return made;
  };
  return {
    read: async (resourceId) => (await ledger()).read(resourceId),
    write: async (told) => (await ledger()).write(told),
    list: async () => (await ledger()).list(),
    readSettling: async () => (await ledger()).readSettling(),
    writeSettling: async (settling) => (await ledger()).writeSettling(settling),
  };
}
