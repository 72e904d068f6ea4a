import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "InvokeFunctions",
      "Effect": "Allow",
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:us-east-1:111122223333:function:orders"
    }
  ]
}`,
    cli: `# The policy allowed lambda:* and iam:PassRole: with both, the role makes a function that acts with any other role.
# invoke.json is the policy above, which takes the place of the whole policy.
aws iam put-role-policy --role-name orders-agent-role --policy-name OrdersFunctions --policy-document file://invoke.json`,
    cloudFormation: `Resources:
  OrdersFunctions:
    Type: AWS::IAM::RolePolicy
    Properties:
      RoleName: orders-agent-role
      PolicyName: OrdersFunctions
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Sid: InvokeFunctions
            Effect: Allow
            Action: lambda:InvokeFunction
            Resource: arn:aws:lambda:us-east-1:111122223333:function:orders`,
    terraform: `resource "aws_iam_role_policy" "orders_functions" {
  name = "OrdersFunctions"
  role = "orders-agent-role"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "InvokeFunctions"
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = "arn:aws:lambda:us-east-1:111122223333:function:orders"
    }]
  })
}`,
  },
  whenNotToUse:
    'For an agent whose very purpose is to administer the account, such as one that repairs infrastructure: give it a permissions boundary that allows no more than that, and except the finding that is left, with its owner and a day.',
} satisfies RuleGuide;
