import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { loadConfig } from '#shared/config.ts';
import type { BundledFile } from '../../infra/bundle-function.ts';
import { HubStack } from '../../infra/hub-stack.ts';

/** An app that bundles nothing: what a template says does not depend on what is in the bundles. */
export function anApp(): App {
  return new App({ context: { 'aws:cdk:bundling-stacks': [] } });
}

/** The hub that a configuration makes, as CloudFormation gets it. */
export function hubTemplate(yaml = '', app = anApp(), files: readonly BundledFile[] = []): Template {
  const result = loadConfig(yaml, 'midwatch.yaml');
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return Template.fromStack(new HubStack(app, 'midwatch-hub', { config: result.config, files, warnings: [] }));
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** Each statement of each policy in a template, under the logical id of what it belongs to: of a role, its own. */
export function statementsIn(template: Template): readonly { readonly of: string; readonly statement: Statement }[] {
  const { Resources } = template.toJSON() as { Resources: Record<string, { Properties?: Record<string, unknown> }> };
  return Object.entries(Resources).flatMap(([id, { Properties = {} }]) => {
    const owners = (Properties.Roles as { Ref: string }[] | undefined)?.map(({ Ref }) => Ref) ?? [id];
    return documentsIn(Properties).flatMap(({ Statement }) =>
      Statement.flatMap((statement) => owners.map((of) => ({ of, statement }))),
    );
  });
}

/** What a role may do, by its statements that allow; without the one that says who may become it. */
export function actionsOf(template: Template, role: RegExp): readonly string[] {
  const allowed = statementsIn(template).filter(
    ({ of, statement }) => role.test(of) && statement.Effect === 'Allow' && statement.Principal === undefined,
  );
  return [...new Set(allowed.flatMap(({ statement }) => statement.Action))].sort();
}

interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

function documentsIn(value: unknown): readonly PolicyDocument[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value && Array.isArray(value.Statement)) return [value as PolicyDocument];
  return Object.values(value).flatMap(documentsIn);
}

const standIns: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '999988887777',
};

/** A text of a template as CloudFormation makes it, each function under the name of its logical id. */
export function textOf(value: unknown, partition = 'aws'): string {
  if (typeof value === 'string') return value;
  const { Ref, ...functions } = value as { Ref?: string; 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: string[] };
  if (Ref !== undefined) return Ref === 'AWS::Partition' ? partition : (standIns[Ref] ?? Ref);
  const [separator, parts] = functions['Fn::Join'] ?? ['', []];
  if (functions['Fn::Join']) return parts.map((part) => textOf(part, partition)).join(separator);
  return `arn:${partition}:lambda:eu-west-1:999988887777:function:${functions['Fn::GetAtt']?.[0]}`;
}

/** The state machine's definition as Step Functions gets it. */
export function definitionIn(template: Template, partition = 'aws'): Definition {
  const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  return JSON.parse(textOf(machine?.Properties.DefinitionString, partition));
}

export type Definition = Readonly<Record<string, unknown>> & {
  readonly States: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};
