import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Who may ask, and from which pages. */
export interface HistoryApiSettings {
  /** @default whom IAM allows it */
  readonly jwt?: { readonly issuer: string; readonly audience: string | readonly string[] };
  readonly origins?: readonly string[];
}

export interface HistoryApiProps extends HistoryApiSettings {
  /** What the names of all that is deployed begin with. */
  readonly deployment: string;
  readonly answers: IFunction;
}

/** More than people and their dashboards ask; whoever asks more is told to wait, and costs nothing. */
const requestsPerSecond = 20;
const burst = 100;

/** A line a request: who asked for what, and what came of it. Parameters and answers are in none. */
const logged = AccessLogFormat.custom(
  JSON.stringify({
    time: '$context.requestTime',
    requestId: '$context.requestId',
    method: '$context.httpMethod',
    path: '$context.path',
    status: '$context.status',
    bytes: '$context.responseLength',
    milliseconds: '$context.responseLatency',
    caller: '$context.identity.userArn',
    subject: '$context.authorizer.claims.sub',
    error: '$context.error.message',
  }),
);

/**
 * The history over HTTP. Nobody is let in who is not known, and nothing but reading has a route.
 *
 * With origins, API Gateway itself answers what a browser asks first: so OPTIONS has no route either.
 */
export class HistoryApi extends HttpApi {
  constructor(scope: Construct, id: string, { deployment, answers, jwt, origins }: HistoryApiProps) {
    super(scope, id, {
      apiName: `${deployment}-api`,
      description: 'What the nightly audits found, and what they remember',
      createDefaultStage: false,
      ...(origins && {
        corsPreflight: {
          allowOrigins: [...origins],
          allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.HEAD],
          allowHeaders: ['authorization', 'if-none-match', 'x-amz-date', 'x-amz-security-token'],
          exposeHeaders: ['etag'],
        },
      }),
    });
    this.addRoutes({
      path: '/{proxy+}',
      methods: [HttpMethod.GET, HttpMethod.HEAD],
      authorizer: authorizerOf(jwt),
      integration: new HttpLambdaIntegration('Answers', answers),
    });
    this.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: requestsPerSecond, burstLimit: burst },
      accessLogSettings: {
        format: logged,
        destination: new LogGroupLogDestination(
          new LogGroup(scope, `${id}Logs`, {
            // As of the state machine: log groups under this prefix share one resource policy.
            logGroupName: `/aws/vendedlogs/apis/${deployment}-api`,
            retention: RetentionDays.THREE_MONTHS,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
      },
    });
  }
}

function authorizerOf(jwt: HistoryApiSettings['jwt']): IHttpRouteAuthorizer {
  if (!jwt) return new HttpIamAuthorizer();
  return new HttpJwtAuthorizer('Jwt', jwt.issuer, { jwtAudience: [jwt.audience].flat() });
}
