import { Aws, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledged-wildcards.ts';
import { allow } from './allow.ts';
import { accountsLabel, sweepDefinition } from './sweep-definition.ts';

export interface SweepStateMachineProps {
  readonly name: string;
  readonly planSweep: IFunction;
  readonly auditAccount: IFunction;
  readonly concludeSweep: IFunction;
  readonly accountsAtOnce: number;
}

/** The sweep as Step Functions runs it. Its log says what happened and never what was in it. */
export class SweepStateMachine extends StateMachine {
  constructor(scope: Construct, id: string, props: SweepStateMachineProps) {
    const { name, planSweep, auditAccount, concludeSweep, accountsAtOnce } = props;
    const role = new Role(scope, `${id}Role`, {
      description: 'Calls the functions of the sweep, and starts a child execution for each account',
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    const definition = sweepDefinition({
      planSweepArn: planSweep.functionArn,
      auditAccountArn: auditAccount.functionArn,
      concludeSweepArn: concludeSweep.functionArn,
      accountsAtOnce,
    });
    super(scope, id, {
      stateMachineName: name,
      definitionBody: DefinitionBody.fromString(Stack.of(scope).toJsonString(definition)),
      role,
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(scope, `${id}Logs`, {
          // Under this prefix, log groups share one resource policy, which would else grow beyond its limit.
          logGroupName: `/aws/vendedlogs/states/${name}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    const states = `arn:${Aws.PARTITION}:states:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    const children = {
      resources: [`${states}:execution:${name}:*`, `${states}:execution:${name}/${accountsLabel}:*`],
      because: 'its own child executions, under names that Step Functions makes',
    };
    const functions = [planSweep, auditAccount, concludeSweep].map(({ functionArn }) => functionArn);
    role.addToPolicy(allow(['lambda:InvokeFunction'], functions));
    role.addToPolicy(allow(['states:StartExecution'], [`${states}:stateMachine:${name}`]));
    role.addToPolicy(
      allow(['states:DescribeExecution', 'states:RedriveExecution', 'states:StopExecution'], children.resources),
    );
    acknowledgeWildcards(role, [children]);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray and the delivery of logs have no resource level',
    });
  }
}
