import { partitionOf } from '../workload/arn.ts';
import type { Alert } from './alert.ts';
import { buildAlert } from './build-alert.ts';
import { consoleLinks } from './console-links.ts';
import { spokenTime } from './spoken.ts';

/** The part of Amazon CloudWatch's own notification that is told. */
export interface AlarmNotification {
  readonly AlarmName: string;
  readonly AlarmDescription?: string | null | undefined;
  readonly AlarmArn?: string | undefined;
  readonly AWSAccountId?: string | undefined;
  readonly NewStateValue: string;
  readonly NewStateReason?: string | undefined;
  /** `2026-11-22T10:04:09.123+0000` */
  readonly StateChangeTime?: string | undefined;
}

/** An alarm about the monitor itself, which CloudWatch publishes to the topic in its own form. */
export function alarmAlert(alarm: AlarmNotification): Alert {
  const { AlarmName: name, AlarmArn: arn, NewStateValue: state, StateChangeTime: time } = alarm;
  const region = arn?.split(':')[3] ?? '';
  const over = state === 'OK';
  const at = time === undefined ? [] : [`At: ${spokenTime(time.replace(/\+0000$/, 'Z'))}`];
  return buildAlert({
    id: `alarm/${name}/${time ?? state}`,
    thread: `alarm/${arn ?? name}`,
    kind: 'monitor',
    reason: over ? 'recovered' : 'alarm',
    severity: 'high',
    subject: `${over ? 'Recovered' : '[HIGH] The monitor needs help'}: ${name}`,
    summary: over ? `${name} is in order again.` : (alarm.AlarmDescription ?? `${name} is in alarm.`),
    sections: [
      {
        part: 'happened',
        title: 'What happened',
        lines: [
          over
            ? 'Bedrock Warden works again as it should.'
            : 'Bedrock Warden itself has a problem, so alerts may be missing or late.',
          `Alarm: ${name}, now ${state}`,
          ...at,
        ],
      },
      {
        part: 'why',
        title: 'Why',
        lines: [alarm.AlarmDescription ?? 'The alarm has no description.', alarm.NewStateReason ?? ''],
      },
      ...(over
        ? []
        : [
            {
              part: 'todo' as const,
              title: 'What to do',
              lines: [
                'Open the alarm: its description names the function or queue. The log of that function says what failed.',
              ],
            },
          ]),
    ],
    links: consoleLinks({ partition: arn?.split(':')[1] ?? partitionOf({ region }), region }, { alarm: name }),
    more: `the alarm ${name} in Amazon CloudWatch`,
    silence: [],
    attributes: {
      severity: 'high',
      ...(alarm.AWSAccountId !== undefined && { account: alarm.AWSAccountId }),
      region,
    },
    eventId: null,
    details: alarm,
  });
}
