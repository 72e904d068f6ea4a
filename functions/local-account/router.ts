import type { Input, Service } from './account.ts';
import { AwsError } from './aws-error.ts';
import { objectOf } from './json-object.ts';
import { parseForm } from './query-protocol.ts';
import { AGENT_CORE_ROUTES, BEDROCK_ROUTES, LAMBDA_ROUTES, matchRoute, type Route, S3_ROUTES } from './rest-routes.ts';

export interface HttpRequest {
  readonly method: string;
  /** As on the request line: neither decoded nor normalised. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export type Protocol = 'query' | 'ec2' | 'json' | 'rest' | 'restXml';

/** What a request asks for. An `AwsError` instead of an operation still says which protocol answers it. */
export interface Call {
  readonly protocol: Protocol;
  readonly service: Service;
  readonly operation: string;
  readonly input: Input | AwsError;
}

const SERVICES =
  'iam, sts, sns, config, bedrock, bedrock-agentcore, lambda, kms, s3, organizations, aoss, secretsmanager, dynamodb, sqs and ec2';

/** What `X-Amz-Target` begins with. */
const TARGETS = {
  config: 'StarlingDoveService',
  kms: 'TrentService',
  organizations: 'AWSOrganizationsV20161128',
  aoss: 'OpenSearchServerless',
  secretsmanager: 'secretsmanager',
  dynamodb: 'DynamoDB_20120810',
  sqs: 'AmazonSQS',
} as const;

/**
 * Finds the service in the credential scope of the signature and the operation where its protocol puts it: the `Action`
 * field (IAM, STS, SNS, EC2), `X-Amz-Target` (AWS Config, KMS, Organizations, OpenSearch Serverless, Secrets Manager, DynamoDB,
 * SQS), method and path (the rest; Amazon Bedrock and its agents sign alike).
 */
export function routeRequest(request: HttpRequest): Call | AwsError {
  const service = signingName(request.headers);
  switch (service) {
    case 'iam':
    case 'sts':
    case 'sns':
      return queryCall(service, request);
    case 'ec2':
      return { ...queryCall(service, request), protocol: 'ec2' };
    case 'config':
    case 'kms':
    case 'organizations':
    case 'aoss':
    case 'secretsmanager':
    case 'dynamodb':
    case 'sqs':
      return jsonCall(service, request);
    case 'bedrock':
      return restCall(service, BEDROCK_ROUTES, request);
    case 'bedrock-agentcore':
      return restCall(service, AGENT_CORE_ROUTES, request);
    case 'lambda':
      return restCall(service, LAMBDA_ROUTES, request);
    case 's3':
      return {
        ...restCall(service, S3_ROUTES, { ...request, target: settingPath(request.target) }),
        protocol: 'restXml',
      };
    case undefined:
      return new AwsError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token');
    default:
      return new AwsError(
        'UnknownOperationException',
        404,
        `The local account does not have the service \`${service}\`; it has ${SERVICES}.`,
      );
  }
}

/** `AWS4-HMAC-SHA256 Credential=AKID/20261124/us-east-1/iam/aws4_request, …` */
function signingName({ authorization }: HttpRequest['headers']): string | undefined {
  return /^AWS4-[\w-]+ Credential=[^,\s]*\/\d{8}\/[\w-]*\/([\w-]+)\/aws4_request/.exec(
    String(authorization ?? ''),
  )?.[1];
}

function queryCall(service: Service, { method, target, body }: HttpRequest): Call {
  const input = parseForm(method === 'GET' ? (target.split('?', 2)[1] ?? '') : body);
  return { protocol: 'query', service, operation: String(input.Action ?? ''), input };
}

function jsonCall(service: keyof typeof TARGETS, { headers, body }: HttpRequest): Call {
  const [target = '', operation = ''] = String(headers['x-amz-target'] ?? '').split('.', 2);
  const input = parseJson(body, 'SerializationException');
  return { protocol: 'json', service, operation: target === TARGETS[service] ? operation : '', input };
}

function restCall(service: Service, routes: readonly Route[], { method, target, body }: HttpRequest): Call {
  const [path = '/', search] = target.split('?', 2);
  const route = matchRoute(routes, method, path);
  // No operation is named by its method and path.
  if (route === undefined) return { protocol: 'rest', service, operation: `${method} ${path}`, input: {} };
  const json = parseJson(body, 'ValidationException');
  const input = json instanceof AwsError ? json : { ...json, ...parseForm(search ?? ''), ...route.labels };
  return { protocol: 'rest', service: route.service, operation: route.operation, input };
}

/** `/bucket?policy` as `/bucket/policy`: the query begins with the setting of the bucket that is asked for. */
function settingPath(target: string): string {
  const [path = '/', search = ''] = target.split('?', 2);
  const [setting = ''] = search.split(/[=&]/);
  return setting === '' ? path : `${path.replace(/\/$/, '')}/${setting}`;
}

function parseJson(body: string, code: string): Input | AwsError {
  if (body.trim() === '') return {};
  try {
    return objectOf(JSON.parse(body));
  } catch {
    return new AwsError(code, 400, 'The request body is not JSON.');
  }
}
