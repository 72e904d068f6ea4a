import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "Sid": "InvokeTheModelInTheOtherRegion",
  "Effect": "Allow",
  "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
  "Resource": "arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0"
}`,
    cli: `# What the denial really needs, with its proof; event.json is the CloudTrail record of the denial. The sample is of a
# role that lacks one destination of its inference profile: missing.json is a policy with the statement above.
warden diagnose --event event.json --snapshot account.json
aws iam put-role-policy --role-name orders-agent-role --policy-name InvokeInTheOtherRegion \\
  --policy-document file://missing.json`,
    cloudFormation: `Resources:
  InvokeInTheOtherRegion:
    Type: AWS::IAM::RolePolicy
    Properties:
      RoleName: orders-agent-role
      PolicyName: InvokeInTheOtherRegion
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Sid: InvokeTheModelInTheOtherRegion
            Effect: Allow
            Action: [bedrock:InvokeModel, bedrock:InvokeModelWithResponseStream]
            Resource: arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0`,
    terraform: `resource "aws_iam_role_policy" "invoke_in_the_other_region" {
  name = "InvokeInTheOtherRegion"
  role = "orders-agent-role"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "InvokeTheModelInTheOtherRegion"
      Effect   = "Allow"
      Action   = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
      Resource = "arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0"
    }]
  })
}`,
  },
  whenNotToUse:
    'Without the listener that records denials the rule does not apply, and says so. For a role that is probed on purpose, as by tests of its limits, mute the denials with a reason, and except the role until a day.',
} satisfies RuleGuide;
