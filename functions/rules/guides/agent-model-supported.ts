import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "InvokeTheSuccessor",
      "Effect": "Allow",
      "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:GetInferenceProfile"],
      "Resource": "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0"
    },
    {
      "Sid": "InvokeTheSuccessorInEachRegion",
      "Effect": "Allow",
      "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
      "Resource": [
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
        "arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
        "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0"
      ]
    },
    {
      "Sid": "DescribeTheSuccessor",
      "Effect": "Allow",
      "Action": "bedrock:GetFoundationModel",
      "Resource": "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0"
    }
  ]
}`,
    cli: `# successor.json is the policy above: allow the new model first. update-agent replaces the whole agent, so repeat
# every setting that it has (get-agent prints them).
aws iam put-role-policy --role-name orders-agent-role --policy-name InvokeTheSuccessor \\
  --policy-document file://successor.json
aws bedrock-agent update-agent --region us-east-1 --agent-id ORDERSAGNT --agent-name orders \\
  --agent-resource-role-arn arn:aws:iam::111122223333:role/orders-agent-role \\
  --instruction "You answer questions of our staff about their orders." \\
  --foundation-model us.anthropic.claude-sonnet-4-5-20250929-v1:0
aws bedrock-agent prepare-agent --region us-east-1 --agent-id ORDERSAGNT`,
    cloudFormation: `Resources:
  OrdersAgent:
    Type: AWS::Bedrock::Agent
    Properties:
      AgentName: orders
      AgentResourceRoleArn: arn:aws:iam::111122223333:role/orders-agent-role
      Instruction: You answer questions of our staff about their orders.
      FoundationModel: us.anthropic.claude-sonnet-4-5-20250929-v1:0
      AutoPrepare: true`,
    terraform: `resource "aws_bedrockagent_agent" "orders" {
  agent_name              = "orders"
  agent_resource_role_arn = "arn:aws:iam::111122223333:role/orders-agent-role"
  instruction             = "You answer questions of our staff about their orders."
  foundation_model        = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
  prepare_agent           = true
}`,
  },
  whenNotToUse:
    'Where the provider of a model has agreed with you to serve it beyond its last day, except the roles concerned until the day of the agreement. Where models are changed within days, set `warnDaysAhead` to less than its default; where a change takes a validation of months, to more.',
} satisfies RuleGuide;
