import { arnFields } from '../../iam/arn.ts';
import { assumersIn } from './account-assumers.ts';
import type { Assumer } from './assumers.ts';
import { namedAccounts, strangers } from './probe-account.ts';
import { anyoneOf, principalPatterns, strangersProbes } from './probe-principal.ts';
import { NO_PRINCIPAL, sourcesIn, strangersSources } from './probe-source.ts';
import { providerAssumers } from './provider-assumers.ts';
import { serviceAssumers } from './service-assumers.ts';
import { type Admits, type Context, comparedKeys, comparedValues, type TrustingRole } from './trust-probe.ts';

/** Whom the principal `*` lets in: anyone at all, anyone under a condition, or whom its conditions leave. */
export function everyoneAssumers(role: TrustingRole, admits: Admits): readonly Assumer[] {
  const found = { id: 'anyone-trusted', name: '*' } as const;
  // In an account of their own, people give a role any name that a pattern asks for.
  const free = principalPatterns(role).filter((pattern) => !/^\d{12}$/.test(arnFields(pattern)[4] ?? ''));
  const isOpen = strangers(role).some((account) => strangersProbes(role, account, free).some(admits));
  const byProvider = meantProviders(role).flatMap((provider) => providerAssumers(role, provider, admits));
  if (isOpen || byProvider.some(({ severity }) => severity === 'critical')) return [{ ...found, severity: 'critical' }];
  if (byProvider.length > 0 || strangers(role).some((account) => anyoneOf(role, account).some(admits)))
    return [{ ...found, severity: 'high' }];
  return [
    ...[role.accountId, ...namedAccounts(role)].flatMap((account) =>
      assumersIn(role, account, `arn:${role.partition}:iam::${account}:root`, admits),
    ),
    ...anyService(role, admits),
  ];
}

function anyService(role: TrustingRole, admits: Admits): readonly Assumer[] {
  const asService: Admits = ({ context, ...probe }) => admits({ ...probe, context: { ...NO_PRINCIPAL, ...context } });
  const isAdmitted = (context: Context): boolean =>
    asService({ principal: UNHEARD_OF_SERVICE, action: 'sts:AssumeRole', context });
  const found = { id: 'other-service-trusted', name: 'any AWS service' } as const;
  if (strangersSources(role, UNHEARD_OF_SERVICE).some(isAdmitted)) return [{ ...found, severity: 'high' }];
  if (sourcesIn(role, UNHEARD_OF_SERVICE, role.accountId).some(isAdmitted)) return [{ ...found, severity: 'medium' }];
  return [...new Set(meantServices(role))].flatMap((service) => serviceAssumers(role, service, asService));
}

/** Identity providers whose tokens the trust policy may take: one that needs no set-up, and those of its conditions. */
const meantProviders = (role: TrustingRole): readonly string[] => [
  'cognito-identity.amazonaws.com',
  `arn:${role.partition}:iam::${role.accountId}:saml-provider/unheard-of`,
  ...new Set(
    comparedKeys(role, '')
      .map((key) => key.slice(0, key.lastIndexOf(':')))
      .filter((issuer) => issuer.includes('.'))
      .map((issuer) => `arn:${role.partition}:iam::${role.accountId}:oidc-provider/${issuer}`),
  ),
];

/** The services that the conditions of the trust policy mean. */
const meantServices = (role: TrustingRole): readonly string[] => [
  ...comparedValues(role, 'aws:principalservicename', 'aws:principalservicenameslist'),
  ...comparedValues(role, 'aws:sourcearn')
    .map((arn) => arnFields(arn)[2] ?? '')
    .filter((service) => /^[a-z0-9-]+$/.test(service))
    .map((service) => `${service}.amazonaws.com`),
];

const UNHEARD_OF_SERVICE = 'unheard-of.amazonaws.com';
