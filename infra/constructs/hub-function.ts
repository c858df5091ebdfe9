import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage, Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type AssetCode,
  type CfnFunction,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type BundledFile, bundleFunction } from '../bundle-function.ts';

export interface HubFunctionProps {
  /** A folder of `functions/`; its index.ts is the entry. */
  readonly folder: string;
  readonly description: string;
  /** What the names of all that is deployed begin with. */
  readonly deployment: string;
  readonly role: IRole;
  readonly environment: Readonly<Record<string, string>>;
  /** What lies beside the program. */
  readonly files: readonly BundledFile[];
  /** @default the longest that Lambda gives: what does not end in that time hands on where it stopped */
  readonly timeout?: Duration;
  /** @default no VPC */
  readonly network?: CfnFunction.VpcConfigProperty | undefined;
}

/** The one way that a function of the hub is made: bundled, traced, on arm64, with logs that expire. */
export class HubFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: HubFunctionProps) {
    const { folder, description, deployment, role, environment, files, network } = props;
    const { timeout = Duration.minutes(15) } = props;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      functionName: `${deployment}-${folder}`,
      description,
      role,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: bundled(folder, files),
      timeout,
      memorySize: 1024,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: deployment,
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace,
        POWERTOOLS_LOG_LEVEL: 'INFO',
        // A trace that holds each of some thousand calls to EKS helps nobody, and costs the function its time.
        POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS: 'false',
        ...environment,
      },
    });
    logGroup.grantWrite(role);
    if (network) (this.node.defaultChild as CfnFunction).vpcConfig = network;
  }
}

/** Where CloudWatch finds what the functions count. */
export const metricsNamespace = 'Midwatch';

function bundled(folder: string, files: readonly BundledFile[]): AssetCode {
  const fingerprint = createHash('sha256');
  for (const { name, content } of files) fingerprint.update(name).update(content);
  return Code.fromAsset(fileURLToPath(new URL('../../functions', import.meta.url)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never started: it is the local bundling that is asked first, and it does not decline.
      image: DockerImage.fromRegistry('none'),
      // Nothing runs it. CDK takes two bundles for one where source folder and command are the same.
      command: [folder, fingerprint.digest('hex')],
      local: {
        tryBundle(outputFolder) {
          bundleFunction(folder, outputFolder, files);
          return true;
        },
      },
    },
  });
}
