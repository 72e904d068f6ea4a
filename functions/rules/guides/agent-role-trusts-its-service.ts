import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AssumedByBedrock",
      "Effect": "Allow",
      "Principal": { "Service": "bedrock.amazonaws.com" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": { "aws:SourceAccount": "111122223333" },
        "ArnLike": { "aws:SourceArn": "arn:aws:bedrock:us-east-1:111122223333:agent/AGENT12345" }
      }
    }
  ]
}`,
    cli: `# trust.json is the JSON above. It replaces the whole trust policy of the role.
aws iam update-assume-role-policy --role-name help-agent-role --policy-document file://trust.json`,
    cloudFormation: `Resources:
  HelpAgentRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: help-agent-role
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Sid: AssumedByBedrock
            Effect: Allow
            Principal: { Service: bedrock.amazonaws.com }
            Action: sts:AssumeRole
            Condition:
              StringEquals: { aws:SourceAccount: '111122223333' }
              # The agent needs the role before it has an id: narrow this to the agent afterwards.
              ArnLike: { aws:SourceArn: 'arn:aws:bedrock:us-east-1:111122223333:agent/*' }`,
    terraform: `resource "aws_iam_role" "help_agent" {
  name = "help-agent-role"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AssumedByBedrock"
      Effect    = "Allow"
      Principal = { Service = "bedrock.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = "111122223333" }
        # The agent needs the role before it has an id: narrow this to the agent afterwards.
        ArnLike = { "aws:SourceArn" = "arn:aws:bedrock:us-east-1:111122223333:agent/*" }
      }
    }]
  })
}`,
  },
  whenNotToUse:
    'There is no account that it does not suit: a workload whose role cannot be assumed does not work. Of a role whose trust policy depends on a context key that Warden does not know, such as `aws:SourceOrgID`, the rule says that it does not know; compare `aws:SourceAccount` instead.',
} satisfies RuleGuide;
