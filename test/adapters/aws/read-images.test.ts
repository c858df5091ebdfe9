import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { imageParameters } from '#data/image-parameters.ts';
import { refusal, target } from './answers.ts';
import { readerOf } from './local-aws.ts';

const ssm = mockClient(SSMClient);
const reader = readerOf('http://127.0.0.1:1');

const al2 = (kubernetes: string) =>
  `/aws/service/eks/optimized-ami/${kubernetes}/amazon-linux-2/recommended/release_version`;
const bottlerocket = (kubernetes: string, release = 'latest') =>
  `/aws/service/bottlerocket/aws-k8s-${kubernetes}/x86_64/${release}/image_version`;
const changed = new Date('2026-02-20T18:00:00Z');

/** What AWS publishes, by name; it says of every other name that there is none. */
function publishing(parameters: Readonly<Record<string, string>>) {
  ssm.on(GetParametersCommand).callsFake(({ Names = [] }: { Names?: string[] }) => ({
    Parameters: Names.filter((name) => name in parameters).map((Name) => ({
      Name,
      Value: parameters[Name],
      LastModifiedDate: changed,
    })),
    InvalidParameters: Names.filter((name) => !(name in parameters)),
  }));
}

const namesAsked = () => ssm.commandCalls(GetParametersCommand).map(({ args: [{ input }] }) => input.Names ?? []);

beforeEach(() => ssm.reset());

describe('the recommended images', () => {
  it('are read for every AMI type and version, ten names a call', async () => {
    publishing({ [al2('1.32')]: '1.32.9-20251209', [bottlerocket('1.33')]: '1.55.0-d93bb1b1' });

    const images = await reader.readRecommendedImages(target, ['1.32', '1.33']);

    const types = Object.keys(imageParameters).length;
    expect(images).toEqual({
      '1.32': { readable: true, value: { AL2_x86_64: { release: '1.32.9-20251209', since: changed.toISOString() } } },
      '1.33': {
        readable: true,
        value: { BOTTLEROCKET_x86_64: { release: '1.55.0-d93bb1b1', since: changed.toISOString() } },
      },
    });
    expect(namesAsked().map(({ length }) => length)).toEqual([10, 10, 10, 10, 4]);
    expect(new Set(namesAsked().flat()).size).toBe(2 * types);
  });

  it('cost no call where no version is asked for', async () => {
    expect(await reader.readRecommendedImages(target, [])).toEqual({});
    expect(namesAsked()).toEqual([]);
  });

  it('cost one call where it is refused', async () => {
    ssm.on(GetParametersCommand).rejects(refusal('AccessDeniedException', 'not you'));

    const images = await reader.readRecommendedImages(target, ['1.32', '1.33']);

    const because = { call: 'ssm:GetParameters', obstacle: 'DENIED', detail: 'not you' };
    expect(images).toEqual({ '1.32': { readable: false, because }, '1.33': { readable: false, because } });
    expect(namesAsked()).toHaveLength(1);
  });

  it('are unreadable of the versions that a later call was about', async () => {
    ssm.on(GetParametersCommand).callsFake(({ Names }: { Names: string[] }) => {
      if (Names.includes(al2('1.34'))) throw refusal('ParameterStoreAway', 'not now');
      return { Parameters: [], InvalidParameters: Names };
    });

    const images = await reader.readRecommendedImages(target, ['1.32', '1.33', '1.34']);

    expect(Object.entries(images).map(([version, { readable }]) => [version, readable])).toEqual([
      ['1.32', true],
      ['1.33', false],
      ['1.34', false],
    ]);
  });

  it.each([
    ['says nothing of a name', { Parameters: [], InvalidParameters: [] }, 'got no word of /aws/service/'],
    ['gives a value that is none', { Parameters: [{ Name: al2('1.32'), Value: '' }] }, 'got an empty text'],
    ['gives nothing at all', {}, 'got no word of /aws/service/'],
  ])('are unreadable where the answer %s', async (_, answer, detail) => {
    ssm.on(GetParametersCommand).resolves(answer);

    expect((await reader.readRecommendedImages(target, ['1.32']))['1.32']).toMatchObject({
      because: { call: 'ssm:GetParameters', obstacle: 'ERROR', detail: expect.stringContaining(detail) },
    });
  });
});

describe('the days of releases', () => {
  const release = '1.54.0-55d04a85';
  const known = { kubernetes: '1.34', amiType: 'BOTTLEROCKET_x86_64', release };

  it('are those on which AWS wrote down the releases themselves', async () => {
    publishing({ [bottlerocket('1.34', release)]: release });

    const dates = await reader.readReleaseDates(target, [
      { ...known, kubernetes: '1.33' },
      known,
      { ...known, amiType: 'BOTTLEROCKET_RISCV' },
    ]);

    expect(dates).toEqual({ readable: true, value: [undefined, changed.toISOString(), undefined] });
    expect(namesAsked()).toEqual([[bottlerocket('1.33', release), bottlerocket('1.34', release)]]);
  });

  it('are unreadable where AWS refuses', async () => {
    ssm.on(GetParametersCommand).rejects(refusal('AccessDeniedException', 'not you'));

    expect(await reader.readReleaseDates(target, [known])).toMatchObject({
      readable: false,
      because: { call: 'ssm:GetParameters', obstacle: 'DENIED' },
    });
  });
});
