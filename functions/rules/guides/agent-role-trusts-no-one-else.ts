import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AssumedByBedrockOnly",
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
    cli: `# Who used the role lately, and would lose it: look before you replace the trust policy.
aws cloudtrail lookup-events --region us-east-1 \\
  --lookup-attributes AttributeKey=ResourceName,AttributeValue=arn:aws:iam::111122223333:role/help-agent-role

# trust.json is the JSON above. It replaces the whole trust policy of the role.
aws iam update-assume-role-policy --role-name help-agent-role --policy-document file://trust.json`,
    cloudFormation: `Resources:
  HelpAgentRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: help-agent-role
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Sid: AssumedByBedrockOnly
            Effect: Allow
            Principal: { Service: bedrock.amazonaws.com }
            Action: sts:AssumeRole
            Condition:
              StringEquals: { aws:SourceAccount: !Ref AWS::AccountId }
              ArnLike: { aws:SourceArn: !Sub 'arn:\${AWS::Partition}:bedrock:\${AWS::Region}:\${AWS::AccountId}:agent/*' }`,
    terraform: `resource "aws_iam_role" "help_agent" {
  name = "help-agent-role"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AssumedByBedrockOnly"
      Effect    = "Allow"
      Principal = { Service = "bedrock.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = "111122223333" }
        ArnLike      = { "aws:SourceArn" = "arn:aws:bedrock:us-east-1:111122223333:agent/*" }
      }
    }]
  })
}`,
  },
  whenNotToUse:
    "In an account where people debug agents by assuming their roles: list those principals in the parameter `allowedPrincipals`, as the trust policy writes them, or except one role until a day. Whoever may change the agent's role or pass it is no subject of this rule.",
} satisfies RuleGuide;
