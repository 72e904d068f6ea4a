import { ruleOfName } from './config-event.ts';
import { isObject, textOf } from './json-fields.ts';

/** That AWS Config holds another result than before of a rule of this product. */
export interface ComplianceChange {
  readonly ruleId: string;
  readonly resourceType: string;
  readonly resourceId: string;
  /** What AWS Config holds by this event; it may hold something else by now. */
  readonly complianceType?: string;
}

/**
 * An EventBridge event of AWS Config, as text. `tick`: the schedule's, which only lets time pass. Undefined: it is no change of
 * a rule of this product.
 *
 * https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
 *
 * @throws Error when it is no such event at all
 */
export function parseComplianceEvent(body: string): ComplianceChange | 'tick' | undefined {
  const event: unknown = JSON.parse(body);
  if (!isObject(event)) throw new Error('the message is no event');
  if (event['detail-type'] === 'Scheduled Event') return 'tick';
  const { detail } = event;
  if (!isObject(detail)) throw new Error('the event has no detail');
  const ruleId = ruleOfName(textOf(detail.configRuleName) ?? '');
  const [resourceType, resourceId] = [textOf(detail.resourceType), textOf(detail.resourceId)];
  if (detail.messageType !== 'ComplianceChangeNotification' || ruleId === undefined) return undefined;
  if (resourceType === undefined || resourceId === undefined) throw new Error('the event names no resource');
  const result = isObject(detail.newEvaluationResult) ? detail.newEvaluationResult : {};
  const complianceType = textOf(result.complianceType);
  return { ruleId, resourceType, resourceId, ...(complianceType !== undefined && { complianceType }) };
}
