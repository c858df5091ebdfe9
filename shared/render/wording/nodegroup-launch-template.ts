import { firstOf, listed, type Phrase, say } from '../phrase.ts';
import type { Facts } from './facts.ts';
import type { Words } from './wording.ts';

export const nodegroupLaunchTemplate: Words = ({ facts }) => {
  const template = facts.text('template');
  const headline = template === undefined ? undefined : headlines[facts.text('kind') ?? '']?.(facts, template);
  return headline && { headline, details: changesOf(facts) };
};

const headlines: Readonly<Record<string, (facts: Facts, template: string) => Phrase | undefined>> = {
  BEHIND: (facts, template) => {
    const version = facts.text('version');
    const byDefault = facts.number('defaultVersion');
    if (version === undefined || byDefault === undefined) return undefined;
    return say`it runs version ${version} of its launch template ${template}, whose default is ${byDefault}`;
  },
  GONE: (facts, template) => {
    const what = things[facts.text('what') ?? ''];
    const name = facts.text('named');
    const state = facts.text('state');
    if (what === undefined || name === undefined) return undefined;
    const names = say`its launch template ${template} (${versionsOf(facts)}) names the ${what} ${name}`;
    if (state !== undefined) return say`${names}, which is ${state}`;
    return what === things.image || what === things['security-group']
      ? say`${names}, which is gone, or no longer shared with this account`
      : say`${names}, which is gone`;
  },
  UNFIT: (facts, template) => {
    const family = facts.text('family');
    const kinds = facts.texts('userData').map((kind) => kindWords[kind] ?? kind);
    if (family === undefined || kinds.length === 0) return undefined;
    return say`the user data of its launch template ${template} (${versionsOf(facts)}) does not fit ${family}: it is ${listed(kinds)}`;
  },
  VERSION_GONE: (facts, template) => {
    const version = facts.text('version');
    const byDefault = facts.number('defaultVersion');
    if (version === undefined || byDefault === undefined) return undefined;
    return say`version ${version} of its launch template ${template}, which it runs, is gone; the default is ${byDefault}`;
  },
  TEMPLATE_GONE: (facts, template) => {
    facts.pass('version');
    return say`its launch template ${template} is gone, so that it can be updated no more`;
  },
};

const things: Readonly<Record<string, string>> = {
  image: 'image',
  'key-pair': 'key pair',
  'security-group': 'security group',
  'kms-key': 'KMS key',
};

const kindWords: Readonly<Record<string, string>> = {
  BOOTSTRAP_SH: 'a script that runs bootstrap.sh',
  NODE_CONFIG: 'a NodeConfig',
  TOML: 'TOML',
  POWERSHELL: 'PowerShell',
  SHELL: 'a shell script',
  CLOUD_INIT: 'for cloud-init',
};

const partWords: Readonly<Record<string, string>> = {
  BlockDeviceMappings: 'its disks',
  ImageId: 'its image',
  InstanceType: 'its instance type',
  KeyName: 'its key pair',
  MetadataOptions: 'its metadata options',
  NetworkInterfaces: 'its network interfaces and their security groups',
  SecurityGroupIds: 'its security groups',
  SecurityGroups: 'its security groups',
  TagSpecifications: 'its tags',
  UserData: 'its user data',
};

function versionsOf(facts: Facts): Phrase {
  const numbers = (facts.json('versions') ?? []) as readonly unknown[];
  return say`${numbers.length === 1 ? 'version' : 'versions'} ${listed(numbers.map(String))}`;
}

/** What else comes with the next update. */
function changesOf(facts: Facts): readonly Phrase[] {
  const changes = facts.texts('changes').map((part) => partWords[part] ?? part);
  const [disks, next] = [facts.texts('disks'), facts.texts('nextDisks')];
  const [hops, nextHops] = [facts.json('hopLimit'), facts.json('nextHopLimit')];
  facts.pass('hopLimit', 'nextHopLimit');
  return [
    ...(changes.length === 0 ? [] : [say`The next update also changes ${firstOf(changes, 9)}.`]),
    ...(disks.length + next.length === 0 ? [] : [say`Its disks: ${listed(disks)} now, ${listed(next)} then.`]),
    ...(hops === undefined && nextHops === undefined
      ? []
      : [say`The hop limit of its metadata service: ${hopText(hops)} now, ${hopText(nextHops)} then.`]),
  ];
}

function hopText(value: unknown): string {
  return typeof value === 'number' ? String(value) : 'not said';
}
