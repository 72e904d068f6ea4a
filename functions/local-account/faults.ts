import type { Service } from './account.ts';
import { AwsError } from './aws-error.ts';

export interface Fault {
  /** `fail` is an internal error (500); `hang` does not answer until the fault is undone or the account closed. */
  readonly kind: 'throttle' | 'fail' | 'deny' | 'hang' | 'expired';
  /** How many requests it meets; every one, when absent. */
  readonly times?: number;
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
  const active: { name: string; kind: Fault['kind']; left: number; undone: Promise<void> }[] = [];
  return {
    add(name, { kind, times = Number.POSITIVE_INFINITY }) {
      const { promise: undone, resolve } = Promise.withResolvers<void>();
      const entry = { name, kind, left: times, undone };
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
      fault.left -= 1;
      return fault;
    },
  };
}

/** The error in the words of the service's protocol: REST-JSON and JSON 1.1 add `Exception`, the query protocol doesn't. */
export function faultError(
  kind: Exclude<Fault['kind'], 'hang'>,
  service: Service,
  operation: string,
  principal: string,
): AwsError {
  const query = service === 'iam' || service === 'sts' || service === 'sns';
  const rest = service === 'bedrock' || service === 'bedrock-agent';
  switch (kind) {
    case 'throttle':
      return new AwsError(query ? 'Throttling' : 'ThrottlingException', rest ? 429 : 400, 'Rate exceeded');
    case 'fail':
      return new AwsError(
        rest ? 'InternalServerException' : 'InternalFailure',
        500,
        'The request processing has failed because of an unknown error, exception or failure.',
      );
    case 'expired':
      return new AwsError(
        query ? 'ExpiredToken' : 'ExpiredTokenException',
        query || rest ? 403 : 400,
        'The security token included in the request is expired',
      );
    case 'deny': {
      const action = `${rest ? 'bedrock' : service}:${operation}`;
      return new AwsError(
        service === 'sns' ? 'AuthorizationError' : query ? 'AccessDenied' : 'AccessDeniedException',
        query || rest ? 403 : 400,
        `User: ${principal} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
      );
    }
  }
}
