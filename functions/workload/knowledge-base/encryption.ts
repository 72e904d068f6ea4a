/** `s3api get-bucket-encryption`, `.ServerSideEncryptionConfiguration` */
export interface BucketEncryption {
  readonly Rules?: readonly {
    readonly ApplyServerSideEncryptionByDefault?: { readonly SSEAlgorithm?: string; readonly KMSMasterKeyID?: string };
  }[];
}

/** `secretsmanager describe-secret` */
export interface SecretDescription {
  readonly ARN?: string;
  /** Absent for the AWS managed key. */
  readonly KmsKeyId?: string;
}
