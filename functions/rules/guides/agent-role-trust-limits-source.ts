import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "Effect": "Allow",
  "Principal": { "Service": "bedrock.amazonaws.com" },
  "Action": "sts:AssumeRole",
  "Condition": {
    "StringEquals": { "aws:SourceAccount": "111122223333" },
    "ArnLike": { "aws:SourceArn": "arn:aws:bedrock:us-east-1:111122223333:agent/*" }
  }
}`,
    cli: `# Replaces the whole trust policy of the role.
aws iam update-assume-role-policy --role-name help-agent-role --policy-document '{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": { "Service": "bedrock.amazonaws.com" },
    "Action": "sts:AssumeRole",
    "Condition": {
      "StringEquals": { "aws:SourceAccount": "111122223333" },
      "ArnLike": { "aws:SourceArn": "arn:aws:bedrock:us-east-1:111122223333:agent/*" }
    }
  }]
}'`,
    cloudFormation: `Resources:
  HelpAgentRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: help-agent-role
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: bedrock.amazonaws.com }
            Action: sts:AssumeRole
            Condition:
              StringEquals: { aws:SourceAccount: !Ref AWS::AccountId }
              ArnLike: { aws:SourceArn: !Sub 'arn:\${AWS::Partition}:bedrock:\${AWS::Region}:\${AWS::AccountId}:agent/*' }`,
    terraform: `data "aws_iam_policy_document" "help_agent_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["bedrock.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["111122223333"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:bedrock:us-east-1:111122223333:agent/*"]
    }
  }
}

resource "aws_iam_role" "help_agent" {
  name               = "help-agent-role"
  assume_role_policy = data.aws_iam_policy_document.help_agent_trust.json
}`,
  },
  whenNotToUse:
    "A role that serves workloads of several accounts of one organization is not what Amazon Bedrock offers: give each account a role of its own. Where a condition on `aws:SourceOrgID` is the organization's rule, add `aws:SourceAccount` beside it, or except the roles until a day.",
} satisfies RuleGuide;
