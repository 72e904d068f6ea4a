import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "FunctionName": "arn:aws:lambda:us-east-1:111122223333:function:look-up-order",
  "StatementId": "orders-agent",
  "Action": "lambda:InvokeFunction",
  "Principal": "bedrock.amazonaws.com",
  "SourceArn": "arn:aws:bedrock:us-east-1:111122223333:agent/ORDERS0001",
  "SourceAccount": "111122223333"
}`,
    cli: `aws lambda add-permission --function-name arn:aws:lambda:us-east-1:111122223333:function:look-up-order --statement-id orders-agent --action lambda:InvokeFunction --principal bedrock.amazonaws.com --source-arn arn:aws:bedrock:us-east-1:111122223333:agent/ORDERS0001 --source-account 111122223333`,
    cloudFormation: `LetOrdersAgentIn:
  Type: AWS::Lambda::Permission
  Properties:
    FunctionName: arn:aws:lambda:us-east-1:111122223333:function:look-up-order
    Action: lambda:InvokeFunction
    Principal: bedrock.amazonaws.com
    SourceAccount: '111122223333'
    SourceArn: arn:aws:bedrock:us-east-1:111122223333:agent/ORDERS0001`,
    terraform: `resource "aws_lambda_permission" "orders_agent" {
  statement_id   = "orders-agent"
  function_name  = "arn:aws:lambda:us-east-1:111122223333:function:look-up-order"
  action         = "lambda:InvokeFunction"
  principal      = "bedrock.amazonaws.com"
  source_account = "111122223333"
  source_arn     = "arn:aws:bedrock:us-east-1:111122223333:agent/ORDERS0001"
}`,
  },
  whenNotToUse:
    'Keys that let a role in by a grant rather than by the key policy: grants are not read, and the rule would ask for a statement that is not needed. Except those roles, or put the statement in the key policy.',
} satisfies RuleGuide;
