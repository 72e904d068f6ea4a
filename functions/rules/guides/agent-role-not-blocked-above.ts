import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OurRegions",
      "Effect": "Deny",
      "NotAction": [
        "iam:*",
        "organizations:*",
        "route53:*",
        "sts:*",
        "support:*"
      ],
      "Resource": "*",
      "Condition": {
        "StringNotEquals": {
          "aws:RequestedRegion": [
            "us-east-1",
            "us-east-2",
            "us-west-2"
          ]
        }
      }
    }
  ]
}`,
    cli: `aws organizations update-policy --policy-id p-a1b2c3d4 --content '{"Version":"2012-10-17","Statement":[{"Sid":"OurRegions","Effect":"Deny","NotAction":["iam:*","organizations:*","route53:*","sts:*","support:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["us-east-1","us-east-2","us-west-2"]}}}]}'`,
    cloudFormation: `OurRegions:
  Type: AWS::Organizations::Policy
  Properties:
    Name: OurRegions
    Type: SERVICE_CONTROL_POLICY
    TargetIds:
      - ou-a1b2-c3d4e5f6
    Content:
      Version: '2012-10-17'
      Statement:
        - Sid: OurRegions
          Effect: Deny
          NotAction:
            - iam:*
            - organizations:*
            - route53:*
            - sts:*
            - support:*
          Resource: '*'
          Condition:
            StringNotEquals:
              aws:RequestedRegion:
                - us-east-1
                - us-east-2
                - us-west-2`,
    terraform: `resource "aws_organizations_policy" "our_regions" {
  name = "OurRegions"
  type = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OurRegions"
      Effect    = "Deny"
      NotAction = ["iam:*", "organizations:*", "route53:*", "sts:*", "support:*"]
      Resource  = "*"
      Condition = {
        StringNotEquals = { "aws:RequestedRegion" = ["us-east-1", "us-east-2", "us-west-2"] }
      }
    }]
  })
}`,
  },
  whenNotToUse:
    'An account that cannot read the policies of its organization, and is not to: the rule then answers INSUFFICIENT_DATA for every role. Deploy Bedrock Warden where AWS Organizations delegates reading to it, or leave this rule out and run `warden audit` from the management account now and then.',
} satisfies RuleGuide;
