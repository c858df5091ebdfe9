import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsEnvironment, type LocalAccount } from './aws-environment.ts';
import { startTied } from './tied-process.ts';

export interface Cdk {
  /** Makes the account ready to be deployed to. */
  readonly bootstrap: () => Promise<void>;
  /** Makes templates of our app, and deploys one of its stacks; gives its outputs. */
  readonly deploy: (stack: string, ...options: readonly string[]) => Promise<Readonly<Record<string, string>>>;
  /** The template of a stack, once they are made. */
  readonly template: (stack: string) => string;
  readonly destroy: (stack: string) => Promise<void>;
}

/** The CDK's command line, as one would use it by hand. What it writes goes to a folder. */
export function makeCdk(local: LocalAccount, folder: string): Cdk {
  const assembly = join(folder, 'cdk.out');
  const cdk = async (...arguments_: readonly string[]): Promise<void> => {
    const log = join(folder, `cdk-${arguments_[0]}.log`);
    writeFileSync(log, '');
    const command = ['cdk', ...arguments_, '--ci', '--progress', 'events'];
    const code = await startTied(command, { log, env: awsEnvironment(local, folder) }).ended;
    if (code === 0) return;
    throw new Error(`cdk ${arguments_.join(' ')} ended with ${code}, wanted 0:\n${readFileSync(log, 'utf8')}`);
  };

  return {
    bootstrap: async () => {
      await cdk('bootstrap', `aws://${local.account}/${local.region}`);
    },
    deploy: async (stack, ...options) => {
      const outputs = join(folder, 'outputs.json');
      const files = ['--output', assembly, '--outputs-file', outputs];
      await cdk('deploy', stack, '--require-approval', 'never', ...files, ...options);
      return JSON.parse(readFileSync(outputs, 'utf8'))[stack];
    },
    template: (stack) => readFileSync(join(assembly, `${stack}.template.json`), 'utf8'),
    destroy: async (stack) => {
      await cdk('destroy', stack, '--force', '--app', assembly);
    },
  };
}
