import type { RuleGuide } from './rule-guide.ts';

export default {
  howToFix: {
    json: `{
  "companyName": "Example Corp",
  "companyWebsite": "https://example.com",
  "intendedUsers": "0",
  "industryOption": "Retail",
  "otherIndustryOption": "",
  "useCases": "An agent answers questions of our staff about orders."
}`,
    cli: `# form.json is the JSON above; intendedUsers: 0 internal, 1 external, 2 both. Once, as an administrator.
aws bedrock put-use-case-for-model-access --region us-east-1 \\
  --form-data "$(base64 < form.json | tr -d '\\n')"

# Then see what else a model waits for; the offer token stands in the answer of the second command.
aws bedrock get-foundation-model-availability --region us-east-1 \\
  --model-id anthropic.claude-sonnet-4-5-20250929-v1:0
aws bedrock list-foundation-model-agreement-offers --region us-east-1 \\
  --model-id anthropic.claude-sonnet-4-5-20250929-v1:0
aws bedrock create-foundation-model-agreement --region us-east-1 \\
  --model-id anthropic.claude-sonnet-4-5-20250929-v1:0 --offer-token "$OFFER_TOKEN"`,
    cloudFormation: `# CloudFormation has no resource for the form: a function of yours submits it once.
Resources:
  SubmitFormRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: lambda.amazonaws.com }
            Action: sts:AssumeRole
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
      Policies:
        - PolicyName: SubmitUseCaseForm
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: bedrock:PutUseCaseForModelAccess
                Resource: '*' # the action has no resource type
  SubmitForm:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Role: !GetAtt SubmitFormRole.Arn
      Timeout: 60
      Code:
        ZipFile: |
          import boto3, cfnresponse, json
          def handler(event, context):
              try:
                  if event['RequestType'] != 'Delete':
                      form = json.dumps(event['ResourceProperties']['Form']).encode()
                      boto3.client('bedrock').put_use_case_for_model_access(formData=form)
                  cfnresponse.send(event, context, cfnresponse.SUCCESS, {}, 'use-case-form')
              except Exception as error:
                  print(error)
                  cfnresponse.send(event, context, cfnresponse.FAILED, {}, 'use-case-form')
  UseCaseForm:
    Type: Custom::UseCaseForm
    Properties:
      ServiceToken: !GetAtt SubmitForm.Arn
      Form:
        companyName: Example Corp
        companyWebsite: https://example.com
        intendedUsers: '0'
        industryOption: Retail
        otherIndustryOption: ''
        useCases: An agent answers questions of our staff about orders.`,
    terraform: `# The AWS CLI (2.27.42 or later) submits the form, once, where Terraform runs.
resource "terraform_data" "use_case_form" {
  input = filebase64("form.json")

  provisioner "local-exec" {
    command = "aws bedrock put-use-case-for-model-access --region us-east-1 --form-data '\${self.input}'"
  }
}`,
  },
  whenNotToUse:
    'In accounts whose agents only invoke models of the account itself (imported models) the rule does not apply, and says so. Where models are called through the `bedrock-mantle` endpoint, which does not ask for the form, except the roles concerned until a day.',
} satisfies RuleGuide;
