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
    }
  ]
}`,
    cli: `# The policy allowed bedrock:QueryKnowledgeBase, which does not exist, and bedrock:RetrieveAndGenerate on the ARN of a
# knowledge base, which grants nothing. meant.json is the policy above.
aws iam put-role-policy --role-name orders-agent-role --policy-name OrdersAgent --policy-document file://meant.json`,
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
            Resource: arn:aws:bedrock:us-east-1:111122223333:knowledge-base/ORDERSKB01`,
    terraform: `resource "aws_iam_role_policy" "orders_agent" {
  name = "OrdersAgent"
  role = "orders-agent-role"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "QueryKnowledgeBases"
      Effect   = "Allow"
      Action   = "bedrock:Retrieve"
      Resource = "arn:aws:bedrock:us-east-1:111122223333:knowledge-base/ORDERSKB01"
    }]
  })
}`,
  },
  whenNotToUse:
    "Policies that AWS manages are left out. Services outside the data of this version, and actions that AWS adds after the data's day (`warden --version` tells it), can be named wrongly as unknown: except the finding until the next version.",
} satisfies RuleGuide;
