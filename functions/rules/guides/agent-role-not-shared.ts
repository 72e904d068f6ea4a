import type { RuleGuide } from './rule-guide.ts';

const TRUST = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "Service": "bedrock.amazonaws.com" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": { "aws:SourceAccount": "111122223333" },
        "ArnLike": { "aws:SourceArn": "arn:aws:bedrock:us-east-1:111122223333:agent/RETURNSAGT" }
      }
    }
  ]
}`;

export default {
  howToFix: {
    json: TRUST,
    cli: `# A role for the second agent: trust.json is the trust policy above, needed.json what the first command prints.
# update-agent replaces the whole agent, so repeat every setting that it has (get-agent prints them).
warden policy arn:aws:bedrock:us-east-1:111122223333:agent/RETURNSAGT --format json
aws iam create-role --role-name returns-agent-role --assume-role-policy-document file://trust.json
aws iam put-role-policy --role-name returns-agent-role --policy-name ReturnsAgent --policy-document file://needed.json
aws bedrock-agent update-agent --region us-east-1 --agent-id RETURNSAGT --agent-name returns \\
  --agent-resource-role-arn arn:aws:iam::111122223333:role/returns-agent-role \\
  --instruction "You answer questions of our customers about returns." --foundation-model amazon.nova-pro-v1:0
aws bedrock-agent prepare-agent --region us-east-1 --agent-id RETURNSAGT
# Versions keep the role that they were made with: an alias without a routing configuration makes a new version.
aws bedrock-agent create-agent-alias --region us-east-1 --agent-id RETURNSAGT --agent-alias-name live-with-own-role`,
    cloudFormation: `Resources:
  ReturnsAgentRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: returns-agent-role
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              Service: bedrock.amazonaws.com
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                aws:SourceAccount: '111122223333'
              ArnLike:
                aws:SourceArn: arn:aws:bedrock:us-east-1:111122223333:agent/RETURNSAGT
      Policies:
        - PolicyName: ReturnsAgent
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: bedrock:InvokeModel
                Resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0
  ReturnsAgent:
    Type: AWS::Bedrock::Agent
    Properties:
      AgentName: returns
      AgentResourceRoleArn: !GetAtt ReturnsAgentRole.Arn
      Instruction: You answer questions of our customers about returns.
      FoundationModel: amazon.nova-pro-v1:0
      AutoPrepare: true`,
    terraform: `resource "aws_iam_role" "returns_agent" {
  name = "returns-agent-role"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "bedrock.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = "111122223333" }
        ArnLike      = { "aws:SourceArn" = "arn:aws:bedrock:us-east-1:111122223333:agent/RETURNSAGT" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "returns_agent" {
  name = "ReturnsAgent"
  role = aws_iam_role.returns_agent.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "bedrock:InvokeModel"
      Resource = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0"
    }]
  })
}

resource "aws_bedrockagent_agent" "returns" {
  agent_name              = "returns"
  agent_resource_role_arn = aws_iam_role.returns_agent.arn
  instruction             = "You answer questions of our customers about returns."
  foundation_model        = "amazon.nova-pro-v1:0"
}`,
  },
  whenNotToUse:
    'Where several agents are parts of one product, are changed by the same people and need the same, one role may serve them: except the finding with its owner and a day. Of workloads in Regions that were not read the rule knows nothing.',
} satisfies RuleGuide;
