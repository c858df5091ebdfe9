import { z } from 'zod';
import { severities } from '#core/severity.ts';
import { AccountId, arnOf, Days, distinct, HttpsAddress, mapping, Name, oneOf, textOf } from './shapes.ts';

/** The settings that only the deployed system acts on. They are checked all the same: one file serves both. */

const emailAddress = textOf('an e-mail address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/);
const topicArn = arnOf('sns', 'arn:aws:sns:eu-west-1:111122223333:midwatch', '[\\w.-]{1,256}');

/** Two of them apart, two Midwatches stand in one account: what is deployed begins with it. */
export const DeploymentName = textOf(
  'a name of at most 20 lower case letters, digits and single hyphens, such as midwatch',
  /^(?=.{1,20}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
);

/** In which form a topic is told: text for people, JSON for machines, or as Amazon Q Developer shows it in a chat. */
export const digestFormats = ['text', 'json', 'chat'] as const;

const Route = mapping(
  {
    topic: topicArn,
    environment: Name.exactOptional().describe('Tells of this environment alone.'),
    minimumSeverity: oneOf(severities).exactOptional().describe('In place of that of all.'),
    format: oneOf(digestFormats).default('text'),
  },
  'a mapping of topic, environment, minimumSeverity and format',
);

export const Notify = mapping(
  {
    emails: z.array(emailAddress, { error: 'a list of e-mail addresses' }).default([]),
    minimumSeverity: oneOf(severities).default('MEDIUM'),
    repeatCriticalEvery: Days.prefault('7d'),
    routes: z
      .array(Route, { error: 'a list of mappings of topic, environment, minimumSeverity and format' })
      .default([]),
  },
  'a mapping of emails, minimumSeverity, repeatCriticalEvery and routes',
).describe('Who is told, and of what.');

const cronWanted = 'six fields of an EventBridge schedule with one ? among the days, such as "0 2 * * ? *"';

export const Schedule = mapping(
  {
    cron: textOf(cronWanted, /^(?:[\dA-Za-z*?,/#-]+ ){5}[\dA-Za-z*?,/#-]+$/)
      .refine((cron) => hasOneOpenDay(cron.split(' ')), { error: cronWanted })
      .default('0 2 * * ? *'),
    timezone: z
      .string({ error: 'a time zone, such as Europe/Vienna' })
      .refine(isTimezone, { error: 'a time zone, such as Europe/Vienna' })
      .default('UTC'),
  },
  'a mapping of cron and timezone',
).describe('When the nightly sweep starts.');

export const Network = mapping(
  {
    vpc: textOf('the id of a VPC, such as vpc-0123456789abcdef0', /^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/),
    subnets: distinct(
      textOf('the id of a subnet, such as subnet-0123456789abcdef0', /^subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})$/),
      'at least one subnet',
    ),
    securityGroups: distinct(
      textOf('the id of a security group, such as sg-0123456789abcdef0', /^sg-(?:[0-9a-f]{8}|[0-9a-f]{17})$/),
      'at least one security group',
    ),
  },
  'a mapping of vpc, subnets and securityGroups',
).describe('From where private cluster endpoints are reached.');

export const Encryption = mapping(
  {
    key: arnOf(
      'kms',
      'arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef',
      'key/[\\w-]{1,256}',
    ),
  },
  'a mapping with key',
).describe('The key by which what is stored is encrypted. Not its alias: an IAM policy cannot name a key by that.');

const apiWanted = 'off, or a mapping with authorization: iam, or with jwt';

export const Api = z
  .union(
    [
      textOf(apiWanted, /^off$/).transform(() => 'off' as const),
      mapping(
        {
          authorization: oneOf(['iam']).exactOptional(),
          jwt: mapping(
            {
              issuer: HttpsAddress,
              audience: z.union([Name, distinct(Name, 'at least one audience')], {
                error: 'a name, or a list of names',
              }),
            },
            'a mapping of issuer and audience',
          ).exactOptional(),
          origins: distinct(
            textOf('an origin such as https://example.com', /^https?:\/\/[^\s/]+$/),
            'at least one origin',
          )
            .exactOptional()
            .describe('Whose pages may ask it in a browser; none where it is left out.'),
        },
        apiWanted,
      ).refine(({ authorization, jwt }) => authorization === undefined || jwt === undefined, {
        error: 'either authorization: iam or jwt',
      }),
    ],
    { error: apiWanted },
  )
  .describe('Who may ask the deployed API; off for none.');

export const Events = mapping(
  { bus: arnOf('events', 'arn:aws:events:eu-west-1:111122223333:event-bus/midwatch', 'event-bus/[\\w./-]{1,256}') },
  'a mapping with bus',
).describe('Where transitions are sent for other systems.');

const prefixWanted = 'a prefix of at most 200 letters, digits and _ . / -, such as report/';

export const Report = mapping(
  {
    bucket: textOf('the name of a bucket', /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
    // Neither * nor ? nor ${ may come into the policy that is made of it.
    prefix: textOf(prefixWanted, /^(?!\/)[\w./-]{1,200}$/)
      .default('report/')
      .describe('What the names of the pages begin with.'),
    account: AccountId.exactOptional().describe('Whose the bucket is; of the account of the hub where it is left out.'),
  },
  'a mapping of bucket, prefix and account',
).describe('The bucket of yours into which the page of each night is put, as latest.html and by its day.');

/** EventBridge wants the day of the month or the day of the week, and a question mark for the other. */
function hasOneOpenDay([, , dayOfMonth, , dayOfWeek]: readonly string[]): boolean {
  return (dayOfMonth === '?') !== (dayOfWeek === '?');
}

function isTimezone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    // A RangeError is how Intl says that it does not know one.
    return false;
  }
}
