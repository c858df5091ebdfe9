/** Members whose values are names that people gave. */
const naming = /^(?:name|Name|.*Name|ec2SshKey)$/;

/** Names of AWS's own making. */
const ofAws = /^(?:addonName|clusterName)$/;

/** The names that an answer tells, whether they are kept or not: sentences in it may speak of them. */
export function namesIn(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string')
    return [...(naming.test(key) && !ofAws.test(key) ? [value] : []), ...namesInArn(value)];
  if (Array.isArray(value)) return value.flatMap((item) => namesIn(item, key));
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([name, item]) => namesIn(item, name));
}

/** What an ARN's resource is called, which is seldom its last part: add-ons and node groups end in an id. */
function namesInArn(text: string): readonly string[] {
  const [, name] =
    /^arn:aws[a-z-]*:(?:iam|eks):[^:]*:\d*:(?:role|user|cluster|instance-profile)\/(.+)$/.exec(text) ?? [];
  return name === undefined ? [] : [name, ...name.split('/').slice(-1)];
}
