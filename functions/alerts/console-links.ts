import { roleArn } from '../workload/arn.ts';
import type { AlertLink } from './alert.ts';

/**
 * Where each partition has its console. A partition that is not here gets no links: a guess would lead nowhere.
 * https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
const DOMAINS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

export interface ConsolePlace {
  readonly partition: string;
  readonly region: string;
}

export interface LinkedThings {
  readonly roleArn?: string | null;
  readonly workload?: { readonly type: string; readonly id?: string | undefined } | null;
  /** As AWS Config names it, prefix included. */
  readonly configRule?: string;
  /** All of them, where many are meant. */
  readonly configRules?: true;
  readonly eventId?: string | null;
  /** The name of an alarm of Amazon CloudWatch. */
  readonly alarm?: string;
}

/** Pages of the AWS console, each for what is known; an id that is none makes no link. */
export function consoleLinks(
  place: ConsolePlace,
  { roleArn: arn, workload, configRule, configRules, eventId, alarm }: LinkedThings,
): readonly AlertLink[] {
  const domain = DOMAINS[place.partition];
  if (domain === undefined || !/^[a-z]{2,5}(-[a-z]+)+-\d+$/.test(place.region)) return [];
  const page = (path: string) => `https://${place.region}.${domain}/${path}`;
  const home = (service: string, fragment: string) => page(`${service}/home?region=${place.region}#${fragment}`);
  const role = roleArn(arn);
  const links: AlertLink[] = [];
  if (role !== undefined) links.push({ label: 'Role', url: home('iam', `/roles/details/${encoded(role.name)}`) });
  if (workload) links.push(...workloadLinks(workload, home));
  if (configRule !== undefined)
    links.push({
      label: 'AWS Config rule',
      url: home('config', `/rules/details?configRuleName=${encoded(configRule)}`),
    });
  if (configRules) links.push({ label: 'AWS Config rules', url: home('config', '/rules') });
  if (eventId && /^[\w-]{1,64}$/.test(eventId))
    links.push({ label: 'CloudTrail event', url: home('cloudtrailv2', `/events/${eventId}`) });
  if (alarm !== undefined) links.push({ label: 'Alarm', url: home('cloudwatch', `alarmsV2:alarm/${encoded(alarm)}`) });
  return links;
}

/** Only an agent's page follows from its id alone; of the others the list does. */
function workloadLinks(
  { type, id }: { readonly type: string; readonly id?: string | undefined },
  home: (service: string, fragment: string) => string,
): readonly AlertLink[] {
  if (type === 'agent' && id !== undefined && /^\w{1,20}$/.test(id))
    return [{ label: 'Agent', url: home('bedrock', `/agents/${id}`) }];
  if (type === 'agent') return [{ label: 'Agents', url: home('bedrock', '/agents') }];
  if (type === 'knowledgeBase') return [{ label: 'Knowledge bases', url: home('bedrock', '/knowledge-bases') }];
  if (type === 'flow') return [{ label: 'Flows', url: home('bedrock', '/flows') }];
  return type.startsWith('agentCore') ? [{ label: 'AgentCore', url: home('bedrock-agentcore', '') }] : [];
}

/** Beyond encodeURIComponent: marks that end a link in one markup or another. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
