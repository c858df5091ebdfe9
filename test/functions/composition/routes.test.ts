import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeConnection } from '#adapters/aws/connection.ts';
import { digestMessages } from '#render/digest-message.ts';
import { loadConfig } from '#shared/config.ts';
import { eventsOf, reportOf, routesOf } from '../../../functions/composition/routes.ts';
import { aCluster, aDigest, aDocument, aFinding, told } from '../../support/document-builders.ts';
import { startFakeBucket } from '../../support/fake-bucket.ts';
import { type FakeTopic, startFakeTopic } from '../../support/fake-topic.ts';

let topic: FakeTopic;
beforeAll(async () => {
  topic = await startFakeTopic();
});
afterAll(() => topic.close());

function configured(yaml: string) {
  const loaded = loadConfig(yaml, 'midwatch.yaml');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  const connection = makeConnection({
    endpoint: topic.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: '999988887777', secretAccessKey: 'none' },
  });
  return { config: loaded.config, connection };
}

function routes(yaml: string) {
  const { config, connection } = configured(yaml);
  return routesOf(config, connection, digestMessages('midwatch findings --table T'));
}

const arn = (name: string) => `arn:aws:sns:eu-central-1:111122223333:${name}`;
const three = `
environments: [dev, { name: prod, also: [prd] }]
notify:
  minimumSeverity: HIGH
  routes:
    - { topic: "${arn('prod')}", environment: prd, minimumSeverity: LOW }
    - { topic: "${arn('machines')}", format: json }
    - { topic: "${arn('chat')}", environment: elsewhere, format: chat }
`;

it('are told of what they ask for, by the names that findings carry', () => {
  expect(routes(three)).toMatchObject([
    { name: arn('prod'), environment: 'prod', minimumSeverity: 'LOW' },
    { name: arn('machines'), minimumSeverity: 'HIGH' },
    { name: arn('chat'), environment: 'elsewhere', minimumSeverity: 'HIGH' },
  ]);
  expect(routes(three)[1]).not.toHaveProperty('environment');
});

it('are each told in the form that they ask for, at their topic', async () => {
  const digest = aDigest({ worse: [told(aFinding({ severity: 'HIGH' }))], open: [aFinding()] });

  for (const { notifier } of routes(three)) await notifier.notify(digest);

  const [text, json, chat] = topic.published;
  expect(topic.published.map((form) => form.get('TopicArn'))).toEqual([arn('prod'), arn('machines'), arn('chat')]);
  expect(text?.get('Message')).toContain('Midwatch, 2024');
  expect(text?.get('Message')).toContain('midwatch findings --table T');
  expect(JSON.parse(json?.get('Message') ?? '')).toMatchObject({ schemaVersion: 1 });
  expect(JSON.parse(chat?.get('Message') ?? '')).toMatchObject({ source: 'custom' });
});

it('a bus is told where one is configured', () => {
  const bus = 'arn:aws:events:eu-west-1:111122223333:event-bus/midwatch';
  const of = (yaml: string) => {
    const { config, connection } = configured(yaml);
    return eventsOf(config, connection);
  };

  expect(of('')).toEqual({});
  expect(of(`events: { bus: "${bus}" }`)).toMatchObject({ events: { name: bus } });
});

it('the bucket of the configuration gets the page, by the key of all that is stored', async () => {
  const bucket = await startFakeBucket();
  const key = 'arn:aws:kms:eu-west-1:999988887777:key/01234567-89ab-cdef-0123-456789abcdef';
  const { config } = configured(`report: { bucket: reports, prefix: eks/ }\nencryption: { key: "${key}" }`);
  const { connection } = configured('');
  const { report } = reportOf(config, { ...connection, config: { ...connection.config, endpoint: bucket.url } });

  await report?.publisher.publish(aDocument({ clusters: [aCluster()] }), {
    ...{ part: 1, parts: 7, shown: 1, clusters: 9 },
    worst: [{ severity: 'HIGH', clusters: 2 }],
  });
  await bucket.close();

  expect(report?.name).toBe('s3://reports/eks/');
  expect(bucket.objects[1]).toMatchObject({
    path: '/reports/eks/latest.html',
    headers: { 'x-amz-server-side-encryption-aws-kms-key-id': key },
    body: expect.stringMatching(/Something is wrong in 2 of 9 clusters: the worst of it is HIGH in 2\..*part 1 of 7/s),
  });
  expect(reportOf(configured('').config, connection)).toEqual({});
});
