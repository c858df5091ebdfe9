import type { Json } from '#core/json.ts';
import { countOf, firstOf, inWords, listed, type Phrase, say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const clusterAddressHeadroom: Words = ({ facts }) => {
  const [next, needed] = [facts.text('nextVersion'), facts.number('needed')];
  if (next === undefined || needed === undefined) return undefined;
  const [zones, gone, short] = [facts.texts('zones'), facts.texts('gone'), facts.json('short')];
  facts.pass('zones', 'gone', 'short');
  return {
    headline: headlineOf(zones, next, needed),
    details: [
      ...shortOf(short),
      ...(gone.length === 0 ? [] : [say`${firstOf(gone)}: gone, or not to be seen from this account.`]),
    ],
  };
};

function headlineOf(zones: readonly string[], next: string, needed: number): Phrase {
  const room = say`a subnet with ${inWords(needed)} free addresses`;
  if (zones.length >= 2)
    return say`not every subnet has the ${inWords(needed)} free addresses for the upgrade to ${next}`;
  const those = zones.length === 0 ? say`no zone has` : say`only ${listed(zones)} has`;
  return say`${those} ${room}: the upgrade to ${next} needs two such zones`;
}

function shortOf(short: Json | undefined): readonly Phrase[] {
  if (!Array.isArray(short)) return [];
  const subnets = short.map((one: Json) => {
    const { id = '', zone = '', freeAddresses = 0 } = Object(one) as Readonly<Record<string, string | number>>;
    return say`${id} (${zone}) has ${countOf(Number(freeAddresses), 'free address', 'free addresses')}`;
  });
  return subnets.length === 0 ? [] : [say`${firstOf(subnets)}.`];
}
