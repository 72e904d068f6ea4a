import type { Operations } from './account.ts';
import { AwsError } from './aws-error.ts';
import { withEpochTimes } from './json-object.ts';
import { knownPart, refuseUnread } from './snapshot-parts.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export const secretsmanager: Operations = {
  /** A secret that the snapshot does not name is unknown. */
  DescribeSecret({ SecretId }, { snapshot }) {
    const arn = String(SecretId);
    refuseUnread(snapshot, 'secrets', arn);
    const secrets = snapshot.secrets ?? {};
    const description = Object.hasOwn(secrets, arn) ? secrets[arn] : undefined;
    return withEpochTimes(knownPart(description, snapshot, 'secrets', arn), /Date$/);
  },

  /** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
  GetSecretValue({ SecretId }, { secretValues }) {
    const arn = String(SecretId);
    const SecretString = secretValues.get(arn);
    if (SecretString === undefined)
      throw new AwsError('ResourceNotFoundException', 400, "Secrets Manager can't find the specified secret.");
    return { ARN: arn, SecretString };
  },
};
