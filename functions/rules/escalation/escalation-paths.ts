import { type EscalationPath, RHINO, single } from './escalation-path.ts';
import { throughAService } from './escalation-through-a-service.ts';
import { throughOthers } from './escalation-through-others.ts';

/** Every known path, by kind; the kinds in the order of what they lead to. */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  ...single('changes-permissions', RHINO, {
    'iam:CreatePolicyVersion': 'write a new version of a policy',
    'iam:SetDefaultPolicyVersion': 'bring back an older version of a policy',
    'iam:AttachUserPolicy': 'attach any policy to a user',
    'iam:AttachGroupPolicy': 'attach any policy to a group',
    'iam:AttachRolePolicy': 'attach any policy to a role',
    'iam:PutUserPolicy': 'write an inline policy of a user',
    'iam:PutGroupPolicy': 'write an inline policy of a group',
    'iam:PutRolePolicy': 'write an inline policy of a role',
    'iam:AddUserToGroup': 'put a user into a group',
  }),
  ...single('changes-permissions', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html', {
    'iam:DeleteRolePermissionsBoundary': 'remove the permissions boundary of a role',
    'iam:PutRolePermissionsBoundary': 'replace the permissions boundary of a role',
    'iam:DeleteUserPermissionsBoundary': 'remove the permissions boundary of a user',
    'iam:PutUserPermissionsBoundary': 'replace the permissions boundary of a user',
  }),
  ...single('takes-over-an-identity', RHINO, {
    'iam:UpdateAssumeRolePolicy': 'rewrite the trust policy of a role',
    'iam:CreateAccessKey': 'make an access key of another user',
    'iam:CreateLoginProfile': 'set the password of a user that has none',
    'iam:UpdateLoginProfile': 'set the password of a user',
  }),
  ...single('takes-over-an-identity', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html', {
    'iam:UpdateSAMLProvider': 'replace the identity provider that roles trust',
    'iam:AddClientIDToOpenIDConnectProvider': 'let another application in by the identity provider that roles trust',
  }),
  ...single('takes-over-an-identity', 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html', {
    'sts:AssumeRoot': 'act as the root user of a member account',
  }),
  ...single('assumes-other-roles', 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html', {
    'sts:AssumeRole': 'assume a role that trusts the account or this role',
  }),

  ...throughAService(),
  ...throughOthers,
];
