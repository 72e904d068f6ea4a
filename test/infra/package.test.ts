import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildBundles } from '../built-bundles.ts';
import { fragmentNames, readFragment } from './fragment.ts';
import { type PackagedService, packageService, runOffline } from './package-service.ts';

let packaged: PackagedService;

beforeAll(async () => {
  packaged = await packageService(buildBundles);
}, 120_000);

describe('osls package', () => {
  it('needs no credentials, no network and no answer', () => {
    expect({ status: packaged.status, printed: packaged.printed }).toEqual({
      status: 0,
      printed: ['Packaging bedrock-warden for stage production (us-east-1)', '✔ Service packaged'],
    });
  });

  it('would have been stopped by the network', () => {
    const fetched = runOffline(['-e', 'require("node:net").connect(9, "192.0.2.1")'], {
      cwd: tmpdir(),
      home: tmpdir(),
    });
    expect(fetched.status).toBe(99);
  });

  it('makes files in .serverless/ and one cache in the home folder, nowhere else', () => {
    const elsewhere = packaged.made.filter((path) => !path.startsWith('service/.serverless/'));
    expect(elsewhere.map((path) => path.replace(/^home\/\.serverless\/artifacts\/ajv-validate-.*/, 'a cache'))).toEqual(
      ['a cache'],
    );
  });
});

describe('the template', () => {
  it('holds every fragment whole', () => {
    for (const name of fragmentNames) {
      const { Resources, Conditions = {}, Outputs = {}, Mappings = {} } = readFragment(name);
      expect(Object.keys(Resources).length, name).toBeGreaterThan(0);
      for (const [id, resource] of Object.entries(Resources)) {
        const { DependsOn, ...rest } = resource;
        // osls writes DependsOn as a list.
        const dependsOn = DependsOn === undefined ? {} : { DependsOn: [DependsOn] };
        expect(packaged.template.Resources[id], id).toEqual({ ...rest, ...dependsOn });
      }
      expect(packaged.template.Conditions).toMatchObject(Conditions);
      expect(packaged.template.Outputs).toMatchObject(Outputs);
      expect(packaged.template).toMatchObject(Object.keys(Mappings).length === 0 ? {} : { Mappings });
    }
  });

  it('holds nothing but the fragments, the functions, and the bucket that osls deploys from', () => {
    const fromFragments = fragmentNames.flatMap((name) => Object.keys(readFragment(name).Resources));
    const others = Object.entries(packaged.template.Resources).filter(([id]) => !fromFragments.includes(id));
    expect(others.map(([id, { Type }]) => `${id} ${Type}`)).toEqual([
      'ServerlessDeploymentBucket AWS::S3::Bucket',
      'ServerlessDeploymentBucketPolicy AWS::S3::BucketPolicy',
      'ConfigRuleLogGroup AWS::Logs::LogGroup',
      'WorkloadChangeLogGroup AWS::Logs::LogGroup',
      'AccessDeniedLogGroup AWS::Logs::LogGroup',
      'IncidentSweepLogGroup AWS::Logs::LogGroup',
      'ComplianceChangeLogGroup AWS::Logs::LogGroup',
      'DigestLogGroup AWS::Logs::LogGroup',
      'SlackNotifierLogGroup AWS::Logs::LogGroup',
      'WebhookNotifierLogGroup AWS::Logs::LogGroup',
      'ConfigRuleLambdaFunction AWS::Lambda::Function',
      'ConfigRuleLambdaEvConf AWS::Lambda::EventInvokeConfig',
      'WorkloadChangeLambdaFunction AWS::Lambda::Function',
      'AccessDeniedLambdaFunction AWS::Lambda::Function',
      'IncidentSweepLambdaFunction AWS::Lambda::Function',
      'IncidentSweepLambdaEvConf AWS::Lambda::EventInvokeConfig',
      'ComplianceChangeLambdaFunction AWS::Lambda::Function',
      'DigestLambdaFunction AWS::Lambda::Function',
      'DigestLambdaEvConf AWS::Lambda::EventInvokeConfig',
      'SlackNotifierLambdaFunction AWS::Lambda::Function',
      'SlackNotifierLambdaEvConf AWS::Lambda::EventInvokeConfig',
      'WebhookNotifierLambdaFunction AWS::Lambda::Function',
      'WebhookNotifierLambdaEvConf AWS::Lambda::EventInvokeConfig',
    ]);
  });

  it('is deployable as it is: every parameter has a default', () => {
    const defaults = Object.entries(packaged.template.Parameters).map(([name, { Default }]) => [name, Default]);
    expect(Object.fromEntries(defaults)).toEqual({
      AlertEmail: '',
      ConfigRules: 'enabled',
      SweepFrequency: 'One_Hour',
      FunctionConcurrency: 5,
      AgentRegions: '',
      ReminderHours: 24,
      MonitorEmail: '',
      Digest: 'off',
      SlackSecretArn: '',
      WebhookSecretArn: '',
      RunAgainUpTo: '',
    });
  });

  it('takes other defaults from --param', { timeout: 120_000 }, async () => {
    const { template, archives } = await packageService(buildBundles, [
      '--param=alertEmail=oncall@example.com',
      '--param=configRules=disabled',
      '--param=sweepFrequency=Six_Hours',
      '--param=functionConcurrency=0',
      '--param=agentRegions=eu-west-1,eu-central-1',
      '--param=runAgainUpTo=50',
      '--param=exceptionsFile=exceptions.json',
    ]);
    const defaults = Object.entries(template.Parameters).map(([name, { Default }]) => [name, String(Default)]);
    expect(Object.fromEntries(defaults)).toEqual({
      AlertEmail: 'oncall@example.com',
      ConfigRules: 'disabled',
      SweepFrequency: 'Six_Hours',
      FunctionConcurrency: '0',
      AgentRegions: 'eu-west-1,eu-central-1',
      ReminderHours: '24',
      MonitorEmail: '',
      Digest: 'off',
      SlackSecretArn: '',
      WebhookSecretArn: '',
      RunAgainUpTo: '50',
    });
    const environment = template.Resources.ConfigRuleLambdaFunction?.Properties.Environment;
    expect(environment).toMatchObject({ Variables: { EXCEPTIONS_FILE: 'exceptions.json' } });
    expect(archives.configRule).toContain('exceptions.json');
    expect(archives.accessDenied).not.toContain('exceptions.json');
  });

  it('refers only to what it holds', () => {
    const { Resources, Parameters } = packaged.template;
    const known = new Set([...Object.keys(Resources), ...Object.keys(Parameters)]);
    const references = [...JSON.stringify(packaged.template).matchAll(/"(?:Ref":|Fn::GetAtt":\[)"([^"]+)"/g)]
      .map(([, id]) => id ?? '')
      .filter((id) => !id.startsWith('AWS::'));
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((id) => !known.has(id))).toEqual([]);
  });

  it('names no account, no Region and no unresolved variable', () => {
    const { Resources, ...rest } = packaged.template;
    const written = JSON.stringify({ ...rest, Resources }).replaceAll(/\$\{AWS::\w+\}/g, '');
    // A pattern that sees what it must refuse.
    const forbidden = /\b\d{12}\b|\b[a-z]{2}(?:-gov)?-(?:north|south|east|west|central)+-\d\b|\$\{/g;
    expect(
      `arn:aws:iam::111122223333:role/x us-east-1 us-gov-west-1 ap-southeast-2 $\{x}`.match(forbidden),
    ).toHaveLength(5);
    expect(written.match(forbidden)).toEqual(null);
  });
});

const ALERT_TOPIC_ARN = { Ref: 'AlertTopic' };
const AGENT_REGIONS = { Ref: 'AgentRegions' };
const INCIDENT_TABLE = { Ref: 'IncidentsTable' };

describe.each([
  {
    logicalId: 'ConfigRule',
    artifact: 'configRule',
    name: 'config-rule',
    timeout: 300,
    environment: { Environment: { Variables: { AGENT_REGIONS, EXCEPTIONS_FILE: 'none', INCIDENT_TABLE } } },
    failures: true,
  },
  {
    logicalId: 'WorkloadChange',
    artifact: 'workloadChange',
    name: 'workload-change',
    timeout: 120,
    environment: {
      Environment: {
        Variables: {
          ALERT_TOPIC_ARN,
          AGENT_REGIONS,
          EXCEPTIONS_FILE: 'none',
          INCIDENT_TABLE,
          MOST_EVALUATIONS: {
            'Fn::If': [
              'ComputesRunAgain',
              { 'Fn::FindInMap': ['RunAgain', { Ref: 'SweepFrequency' }, 'UpTo'] },
              { Ref: 'RunAgainUpTo' },
            ],
          },
        },
      },
    },
    // What the function fails on goes back to its queue.
    failures: false,
  },
  {
    logicalId: 'AccessDenied',
    artifact: 'accessDenied',
    name: 'access-denied',
    timeout: 60,
    environment: { Environment: { Variables: { ALERT_TOPIC_ARN, AGENT_REGIONS, INCIDENT_TABLE } } },
    failures: false,
  },
  {
    logicalId: 'ComplianceChange',
    artifact: 'complianceChange',
    name: 'compliance-change',
    timeout: 150,
    environment: {
      Environment: { Variables: { ALERT_TOPIC_ARN, AGENT_REGIONS, EXCEPTIONS_FILE: 'none', INCIDENT_TABLE } },
    },
    failures: false,
  },
])('the function $name', ({ logicalId, artifact, name, timeout, environment, failures }) => {
  it('runs on Node.js 24 and Graviton with its own role, log, limit and queue', () => {
    const { Resources } = packaged.template;
    const found = [`${logicalId}LambdaFunction`, `${logicalId}LambdaEvConf`, `${logicalId}LogGroup`].map(
      (id) => Resources[id],
    );
    expect(found).toEqual([
      {
        Type: 'AWS::Lambda::Function',
        DependsOn: [`${logicalId}LogGroup`, `${logicalId}Role`],
        Properties: {
          FunctionName: `bedrock-warden-${name}`,
          Description: expect.any(String),
          Handler: `dist/lambda/${name}/index.handler`,
          Code: {
            S3Bucket: { Ref: 'ServerlessDeploymentBucket' },
            S3Key: expect.stringMatching(new RegExp(`/${artifact}\\.zip$`)),
          },
          Runtime: 'nodejs24.x',
          Architectures: ['arm64'],
          MemorySize: 1024,
          Timeout: timeout,
          Role: { 'Fn::GetAtt': [`${logicalId}Role`, 'Arn'] },
          ReservedConcurrentExecutions: {
            'Fn::If': ['LimitsConcurrency', { Ref: 'FunctionConcurrency' }, { Ref: 'AWS::NoValue' }],
          },
          LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' },
          ...environment,
        },
      },
      failures
        ? {
            Type: 'AWS::Lambda::EventInvokeConfig',
            Properties: {
              FunctionName: { Ref: `${logicalId}LambdaFunction` },
              Qualifier: '$LATEST',
              MaximumEventAgeInSeconds: 21600,
              MaximumRetryAttempts: 2,
              DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [`${logicalId}FailureQueue`, 'Arn'] } } },
            },
          }
        : undefined,
      {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: `/aws/lambda/bedrock-warden-${name}`, RetentionInDays: 30 },
      },
    ]);
  });

  it('is packaged with its own bundle and nothing else', () => {
    const entries = packaged.archives[artifact] ?? [];
    expect(entries).toContain(`dist/lambda/${name}/index.mjs`);
    expect(entries.filter((path) => !new RegExp(`^dist/lambda/${name}/(chunks/)?[\\w-]+\\.mjs$`).test(path))).toEqual(
      [],
    );
  });
});
