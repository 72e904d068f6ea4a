import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "QueryKnowledgeBases",
      "Effect": "Allow",
      "Action": "bedrock:Retrieve",
      "Resource": "arn:aws:bedrock:us-east-1:111122223333:knowledge-base/ORDERSKB01"
    },
    {
      "Sid": "UseModels",
      "Effect": "Allow",
      "Action": "bedrock:InvokeModel",
      "Resource": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0"
    }
  ]
}`,
    cli: `# What the workloads need, all of it; needed.json is the policy above, or what this prints.
warden policy orders-agent-role --format json
aws iam put-role-policy --role-name orders-agent-role --policy-name OrdersAgent --policy-document file://needed.json
aws iam detach-role-policy --role-name orders-agent-role \\
  --policy-arn arn:aws:iam::aws:policy/AmazonBedrockFullAccess`,
    cloudFormation: `Resources:
  OrdersAgentPolicy:
    Type: AWS::IAM::RolePolicy
    Properties:
      RoleName: orders-agent-role
      PolicyName: OrdersAgent
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Sid: QueryKnowledgeBases
            Effect: Allow
            Action: bedrock:Retrieve
            Resource: arn:aws:bedrock:us-east-1:111122223333:knowledge-base/ORDERSKB01
          - Sid: UseModels
            Effect: Allow
            Action: bedrock:InvokeModel
            Resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0`,
    terraform: `resource "aws_iam_role_policy" "orders_agent" {
  name = "OrdersAgent"
  role = "orders-agent-role"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "QueryKnowledgeBases"
        Effect   = "Allow"
        Action   = "bedrock:Retrieve"
        Resource = "arn:aws:bedrock:us-east-1:111122223333:knowledge-base/ORDERSKB01"
      },
      {
        Sid      = "UseModels"
        Effect   = "Allow"
        Action   = "bedrock:InvokeModel"
        Resource = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0"
      }
    ]
  })
}`,
  },
  whenNotToUse:
    'What the code of an AgentCore runtime or a code interpreter calls is in no configuration: for those roles the rule finds what no need can justify, and leaves the rest open. While an agent is being built in an account for experiments, except its role until the day on which its configuration is settled.',
} satisfies RuleGuide;
