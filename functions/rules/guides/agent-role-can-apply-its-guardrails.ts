import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ApplyGuardrail",
      "Effect": "Allow",
      "Action": "bedrock:ApplyGuardrail",
      "Resource": [
        "arn:aws:bedrock:us-east-1:111122223333:guardrail/ab12cd34ef56",
        "arn:aws:bedrock:us-east-1:111122223333:guardrail-profile/us.guardrail.v1:0",
        "arn:aws:bedrock:us-east-2:111122223333:guardrail-profile/us.guardrail.v1:0",
        "arn:aws:bedrock:us-west-2:111122223333:guardrail-profile/us.guardrail.v1:0"
      ]
    }
  ]
}`,
    cli: `aws iam put-role-policy --role-name orders-agent-role --policy-name ApplyGuardrail --policy-document '{"Version":"2012-10-17","Statement":[{"Sid":"ApplyGuardrail","Effect":"Allow","Action":"bedrock:ApplyGuardrail","Resource":["arn:aws:bedrock:us-east-1:111122223333:guardrail/ab12cd34ef56","arn:aws:bedrock:us-east-1:111122223333:guardrail-profile/us.guardrail.v1:0","arn:aws:bedrock:us-east-2:111122223333:guardrail-profile/us.guardrail.v1:0","arn:aws:bedrock:us-west-2:111122223333:guardrail-profile/us.guardrail.v1:0"]}]}'`,
    cloudFormation: `ApplyGuardrail:
  Type: AWS::IAM::RolePolicy
  Properties:
    RoleName: orders-agent-role
    PolicyName: ApplyGuardrail
    PolicyDocument:
      Version: '2012-10-17'
      Statement:
        - Sid: ApplyGuardrail
          Effect: Allow
          Action: bedrock:ApplyGuardrail
          Resource:
            - arn:aws:bedrock:us-east-1:111122223333:guardrail/ab12cd34ef56
            - arn:aws:bedrock:us-east-1:111122223333:guardrail-profile/us.guardrail.v1:0
            - arn:aws:bedrock:us-east-2:111122223333:guardrail-profile/us.guardrail.v1:0
            - arn:aws:bedrock:us-west-2:111122223333:guardrail-profile/us.guardrail.v1:0`,
    terraform: `data "aws_iam_policy_document" "apply_guardrail" {
  statement {
    sid       = "ApplyGuardrail"
    actions   = ["bedrock:ApplyGuardrail"]
    resources = ["arn:aws:bedrock:us-east-1:111122223333:guardrail/ab12cd34ef56", "arn:aws:bedrock:us-east-1:111122223333:guardrail-profile/us.guardrail.v1:0", "arn:aws:bedrock:us-east-2:111122223333:guardrail-profile/us.guardrail.v1:0", "arn:aws:bedrock:us-west-2:111122223333:guardrail-profile/us.guardrail.v1:0"]
  }
}

resource "aws_iam_role_policy" "apply_guardrail" {
  name   = "apply_guardrail"
  role   = "orders-agent-role"
  policy = data.aws_iam_policy_document.apply_guardrail.json
}`,
  },
  whenNotToUse:
    'An account in which only the organization enforces guardrails, and no list of the account shows them: the rule cannot see those. Test a call of each role there, and keep the rule on for the others.',
} satisfies RuleGuide;
