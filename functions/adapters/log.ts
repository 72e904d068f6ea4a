/** Everything that a function logs: a log is searched by code, and none of its lines holds an event or a policy. */
const MESSAGES = {
  STARTED: { level: 'info', message: 'The invocation started' },
  COMPLETED: { level: 'info', message: 'The invocation completed' },
  FAILED: { level: 'error', message: 'The invocation failed' },
  EVALUATED: { level: 'info', message: 'Results were handed to AWS Config' },
  PARTS_UNREAD: { level: 'warn', message: 'Parts of the account could not be read' },
  UNDECIDED: { level: 'warn', message: 'Roles got no result: the evidence does not decide, and no retry will' },
  SWEEP_CONTINUES: { level: 'info', message: 'The account is too large for one invocation; the next one goes on' },
  SWEEP_TRIES_AGAIN: { level: 'error', message: 'The function could not be invoked again to go on' },
  CHANGE_JUDGED: { level: 'info', message: 'A change of a workload was judged' },
  CHANGE_IGNORED: { level: 'info', message: 'The change concerns no role' },
  EVALUATION_LEFT_TO_SWEEP: { level: 'info', message: 'AWS Config shows the change with the next sweep' },
  EXCEPTIONS_NOT_READ: { level: 'warn', message: 'Exceptions of the deployed file are not applied' },
  RECORD_UNREADABLE: { level: 'error', message: 'A message of the queue holds no CloudTrail record' },
  DENIALS_COUNTED: { level: 'info', message: 'Denied calls were counted to their incident' },
  INCIDENT_REVIEWED: { level: 'info', message: 'Time or the evidence has changed an incident' },
  DENIAL_IGNORED: { level: 'info', message: 'The event needs no alert' },
  COMPLIANCE_WAITS: { level: 'info', message: 'Changes of compliance wait for one digest' },
  COMPLIANCE_SETTLED: { level: 'info', message: 'Changes of compliance that waited are told' },
  ALERT_PUBLISHED: { level: 'info', message: 'An alert was published' },
  ALERT_DELIVERED: { level: 'info', message: 'An alert was handed to its channel' },
  ALERT_REPEATED: { level: 'info', message: 'The channel has got the alert already' },
  ALERT_UNREADABLE: { level: 'warn', message: 'A message of the topic is no alert' },
} as const;

type LogCode = keyof typeof MESSAGES;

/** Short values only: ids, ARNs, counts, reasons. */
export type LogFields = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export type Log = (code: LogCode, fields?: LogFields) => void;

const MOST_CHARACTERS = 1000;
const MOST_ITEMS = 20;

/**
 * One line of JSON. Lambda's own JSON format adds the time, the level and the request; Powertools for AWS Lambda would
 * add 12 ms to every cold start and nothing that is read here.
 */
export function buildLog(environment: Readonly<Record<string, string | undefined>>, sink: LogSink = console): Log {
  const structured = environment.AWS_LAMBDA_LOG_FORMAT === 'JSON';
  return (code, fields = {}) => {
    const { level, message } = MESSAGES[code];
    const entry = { code, message, ...short(fields) };
    sink[level](structured ? entry : JSON.stringify({ level, ...entry }));
  };
}

export type LogSink = Pick<Console, 'info' | 'warn' | 'error'>;

function short(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value === 'string') return [name, value.slice(0, MOST_CHARACTERS)];
      if (typeof value !== 'object') return [name, value];
      return [name, value.slice(0, MOST_ITEMS).map((item) => item.slice(0, MOST_CHARACTERS))];
    }),
  );
}
