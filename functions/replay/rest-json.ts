import { AwsError } from './aws-error.ts';
import { nameOf, type Operation, operationSchemas } from './operation.ts';
import { findRoute, inputOf, routeOf } from './route.ts';
import type { Reply, Request, Service } from './service.ts';
import { wireJson } from './wire.ts';

/** A service of AWS's REST-JSON protocol: all its routes, and those operations that we answer. */
export function restJsonService(
  client: object,
  operations: readonly Operation[],
  badDays: Service['badDays'],
): Service {
  const routes = operationSchemas(client).flatMap((schema) => routeOf(schema) ?? []);
  const byName = new Map(operations.map((operation) => [nameOf(operation.schema), operation]));

  return {
    read: ({ method, url, body }: Request) => {
      const route = findRoute(routes, method, url.pathname);
      if (!route) throw new AwsError('UnknownOperationException', 404, `${method} ${url.pathname} is no operation`);
      const name = nameOf(route.schema);
      return { name, operation: byName.get(name), input: inputOf(route, url, body) };
    },
    write: ({ schema }, answer) => ({ status: 200, headers: { ...json }, body: wireJson(schema, answer) }),
    writeError: restJsonError,
    badDays,
  };
}

const json = { 'content-type': 'application/json' };

/** An error of a REST-JSON service, which is also how AWS's front door speaks. */
export function restJsonError({ name, status, message, members }: AwsError): Reply {
  return {
    status,
    headers: { ...json, 'x-amzn-errortype': name },
    body: JSON.stringify({ __type: name, message, ...members }),
  };
}
