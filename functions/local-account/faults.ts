import type { Service } from './account.ts';
import { AwsError } from './aws-error.ts';

export interface Fault {
  /** `fail` is an internal error (500); `hang` does not answer until the fault is undone or the account closed. */
  readonly kind: 'throttle' | 'fail' | 'deny' | 'hang' | 'expired';
  /** How many requests it meets; every one, when absent. */
  readonly times?: number;
  /** How many requests it lets pass before. */
  readonly after?: number;
  /** Told of each request that it meets. */
  readonly met?: () => void;
}

export interface Faults {
  /** `iam:GetRole`, `bedrock-agent:*` or `*`. Returns what undoes it. */
  add(operation: string, fault: Fault): () => void;
  /** The fault that this request meets, and a promise that settles when it is undone. */
  meet(
    service: Service,
    operation: string,
  ): { readonly kind: Fault['kind']; readonly undone: Promise<void> } | undefined;
}

export function buildFaults(): Faults {
  const active: {
    name: string;
    kind: Fault['kind'];
    met: () => void;
    after: number;
    left: number;
    undone: Promise<void>;
  }[] = [];
  return {
    add(name, { kind, times = Number.POSITIVE_INFINITY, after = 0, met = () => {} }) {
      const { promise: undone, resolve } = Promise.withResolvers<void>();
      const entry = { name, kind, met, after, left: times, undone };
      active.push(entry);
      return () => {
        const index = active.indexOf(entry);
        if (index >= 0) active.splice(index, 1);
        resolve();
      };
    },
    meet(service, operation) {
      const names = [`${service}:${operation}`, `${service}:*`, '*'];
      const fault = active.find(({ name, left }) => left > 0 && names.includes(name));
      if (fault === undefined) return undefined;
      if (fault.after > 0) {
        fault.after -= 1;
        return undefined;
      }
      fault.left -= 1;
      fault.met();
      return fault;
    },
  };
}

/** The code and the status of an error that any service may answer. */
interface Wording {
  readonly codes: Readonly<Record<Exclude<Fault['kind'], 'hang'>, string>>;
  readonly statuses: Readonly<Record<Exclude<Fault['kind'], 'hang'>, number>>;
}

const QUERY: Wording = {
  codes: { throttle: 'Throttling', fail: 'InternalFailure', deny: 'AccessDenied', expired: 'ExpiredToken' },
  statuses: { throttle: 400, fail: 500, deny: 403, expired: 403 },
};

const JSON_TARGET: Wording = {
  codes: {
    throttle: 'ThrottlingException',
    fail: 'InternalFailure',
    deny: 'AccessDeniedException',
    expired: 'ExpiredTokenException',
  },
  statuses: { throttle: 400, fail: 500, deny: 400, expired: 400 },
};

const REST: Wording = {
  codes: { ...JSON_TARGET.codes, fail: 'InternalServerException' },
  statuses: { throttle: 429, fail: 500, deny: 403, expired: 403 },
};

/** REST-JSON and JSON 1.1 add `Exception` to a code, the protocols of XML don't. */
const WORDINGS: Readonly<Record<Service, Wording>> = {
  iam: QUERY,
  sts: QUERY,
  sns: { ...QUERY, codes: { ...QUERY.codes, deny: 'AuthorizationError' } },
  config: JSON_TARGET,
  kms: { ...JSON_TARGET, codes: { ...JSON_TARGET.codes, fail: 'KMSInternalException' } },
  organizations: {
    ...JSON_TARGET,
    codes: { ...JSON_TARGET.codes, throttle: 'TooManyRequestsException', fail: 'ServiceException' },
  },
  aoss: { ...JSON_TARGET, codes: { ...JSON_TARGET.codes, fail: 'InternalServerException' } },
  secretsmanager: { ...JSON_TARGET, codes: { ...JSON_TARGET.codes, fail: 'InternalServiceError' } },
  dynamodb: { ...JSON_TARGET, codes: { ...JSON_TARGET.codes, fail: 'InternalServerError' } },
  sqs: { ...JSON_TARGET, codes: { ...JSON_TARGET.codes, throttle: 'RequestThrottled', deny: 'AccessDenied' } },
  bedrock: REST,
  'bedrock-agent': REST,
  'bedrock-agentcore': REST,
  lambda: { ...REST, codes: { ...REST.codes, throttle: 'TooManyRequestsException', fail: 'ServiceException' } },
  s3: {
    codes: { throttle: 'SlowDown', fail: 'InternalError', deny: 'AccessDenied', expired: 'ExpiredToken' },
    statuses: { throttle: 503, fail: 500, deny: 403, expired: 400 },
  },
  ec2: {
    codes: {
      throttle: 'RequestLimitExceeded',
      fail: 'InternalError',
      deny: 'UnauthorizedOperation',
      expired: 'RequestExpired',
    },
    statuses: { throttle: 503, fail: 500, deny: 403, expired: 400 },
  },
};

/** The error in the words of the service. */
export function faultError(
  kind: Exclude<Fault['kind'], 'hang'>,
  service: Service,
  operation: string,
  principal: string,
): AwsError {
  const { codes, statuses } = WORDINGS[service];
  const action = `${service === 'bedrock-agent' ? 'bedrock' : service}:${operation}`;
  const messages = {
    throttle: 'Rate exceeded',
    fail: 'The request processing has failed because of an unknown error, exception or failure.',
    expired: 'The security token included in the request is expired',
    deny: `User: ${principal} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  };
  return new AwsError(codes[kind], statuses[kind], messages[kind]);
}
