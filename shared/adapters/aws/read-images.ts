import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import type { Instant } from '#core/days.ts';
import type { ImageParameters, RecommendedImage, RecommendedImages, RunningImage } from '#core/images/image-list.ts';
import { type Reading, readable } from '#core/reading.ts';
import { attempt } from './obstacle.ts';
import { optionalInstant, parseAnswer, present, text } from './parse-answer.ts';

/** Names that are unknown come back apart, and are no error. */
const Answer = z.object({
  Parameters: z
    .array(z.object({ Name: text, Value: text, LastModifiedDate: optionalInstant.catch(undefined) }))
    .nullish()
    .transform((parameters) => parameters ?? []),
  InvalidParameters: z
    .array(z.string())
    .nullish()
    .transform((names) => names ?? []),
});

/** As many names as AWS takes at once. */
const namesACall = 10;

/** Reads which images AWS recommends, by Kubernetes version: as many versions as there are, and few calls. */
export async function readRecommendedImages(
  client: SSMClient,
  parameters: ImageParameters,
  versions: readonly string[],
): Promise<Readonly<Record<string, Reading<RecommendedImages>>>> {
  const names = versions.flatMap((version) => Object.values(parameters).map((name) => nameFor(name, version)));
  const answers = await getParameters(client, names);
  return Object.fromEntries(
    versions.map((version) => {
      const found: Record<string, RecommendedImage> = {};
      for (const [amiType, template] of Object.entries(parameters)) {
        const answer = answers.get(nameFor(template, version));
        if (answer && !answer.readable) return [version, answer];
        if (answer?.value) found[amiType] = answer.value;
      }
      return [version, readable(found)];
    }),
  );
}

/** Reads when releases were published: each has a parameter of its own, beside the one that names the recommended. */
export async function readReleaseDates(
  client: SSMClient,
  parameters: ImageParameters,
  releases: readonly RunningImage[],
): Promise<Reading<readonly (Instant | undefined)[]>> {
  const names = releases.map(({ kubernetes, amiType, release }) =>
    nameFor(parameters[amiType] ?? '', kubernetes).replace('/latest/', `/${release}/`),
  );
  const answers = await getParameters(client, names.filter(Boolean));
  const dates: (Instant | undefined)[] = [];
  for (const name of names) {
    const answer = answers.get(name);
    if (answer && !answer.readable) return answer;
    dates.push(answer?.value?.since);
  }
  return readable(dates);
}

function nameFor(template: string, version: string): string {
  return template.replace('{version}', version);
}

type Answers = ReadonlyMap<string, Reading<RecommendedImage | undefined>>;

/** Asks for many parameters, and goes on after the first call only where that was answered. */
async function getParameters(client: SSMClient, names: readonly string[]): Promise<Answers> {
  const calls = Array.from({ length: Math.ceil(names.length / namesACall) }, (_, call) =>
    names.slice(call * namesACall, (call + 1) * namesACall),
  );
  const [first = [], ...others] = calls;
  const answer = await getSome(client, first);
  if (!answer.readable) return new Map(names.map((name) => [name, answer]));
  const answers = await Promise.all(others.map((some) => getSome(client, some)));
  return new Map(
    [answer, ...answers].flatMap((reading, call) =>
      (calls[call] ?? []).map(
        (name) => [name, reading.readable ? readable(reading.value.get(name)) : reading] as const,
      ),
    ),
  );
}

async function getSome(
  client: SSMClient,
  names: readonly string[],
): Promise<Reading<ReadonlyMap<string, RecommendedImage>>> {
  return attempt('ssm:GetParameters', async () => {
    if (names.length === 0) return new Map();
    const answer = parseAnswer(Answer, await client.send(new GetParametersCommand({ Names: [...names] })));
    const found = new Map(
      answer.Parameters.map(({ Name, Value, LastModifiedDate: since }) => [Name, present({ release: Value, since })]),
    );
    // What AWS neither gives nor says that there is not would pass for an image that is not published.
    const silent = names.find((name) => !found.has(name) && !answer.InvalidParameters.includes(name));
    if (silent !== undefined) throw new Error(`got no word of ${silent}, wanted it or that it is invalid`);
    return found;
  });
}
