import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "QueryKnowledgeBase",
      "Effect": "Allow",
      "Action": "bedrock:Retrieve",
      "Resource": "arn:aws:bedrock:us-east-1:111122223333:knowledge-base/ORDERSKB01"
    }
  ]
}`,
    cli: `aws iam put-role-policy --role-name orders-agent-role --policy-name QueryKnowledgeBase --policy-document '{"Version":"2012-10-17","Statement":[{"Sid":"QueryKnowledgeBase","Effect":"Allow","Action":"bedrock:Retrieve","Resource":"arn:aws:bedrock:us-east-1:111122223333:knowledge-base/ORDERSKB01"}]}'`,
    cloudFormation: `QueryKnowledgeBase:
  Type: AWS::IAM::RolePolicy
  Properties:
    RoleName: orders-agent-role
    PolicyName: QueryKnowledgeBase
    PolicyDocument:
      Version: '2012-10-17'
      Statement:
        - Sid: QueryKnowledgeBase
          Effect: Allow
          Action: bedrock:Retrieve
          Resource: arn:aws:bedrock:us-east-1:111122223333:knowledge-base/ORDERSKB01`,
    terraform: `data "aws_iam_policy_document" "query_knowledge_base" {
  statement {
    sid       = "QueryKnowledgeBase"
    actions   = ["bedrock:Retrieve"]
    resources = ["arn:aws:bedrock:us-east-1:111122223333:knowledge-base/ORDERSKB01"]
  }
}

resource "aws_iam_role_policy" "query_knowledge_base" {
  name   = "query_knowledge_base"
  role   = "orders-agent-role"
  policy = data.aws_iam_policy_document.query_knowledge_base.json
}`,
  },
  whenNotToUse:
    'An agent to which a knowledge base is attached for a test, with the role to follow: set the knowledge base to DISABLED for the agent until then, and the rule leaves it out.',
} satisfies RuleGuide;
