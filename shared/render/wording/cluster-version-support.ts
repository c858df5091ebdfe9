import { dayOf, daysBetween } from '#core/days.ts';
import { dayAndDistance } from '../day-words.ts';
import { type Phrase, say } from '../phrase.ts';
import type { Told, Words } from './wording.ts';

export const clusterVersionSupport: Words = (told) => {
  const { facts } = told;
  const version = facts.text('version');
  const phase = facts.text('phase');
  if (version === undefined) return undefined;
  facts.pass('supportType', 'endOfStandardSupport', 'endOfExtendedSupport', 'awsUpgradesFrom');
  switch (phase) {
    case 'STANDARD_SUPPORT':
      return leavesStandardSupport(version, told);
    case 'EXTENDED_SUPPORT':
      return inExtendedSupport(version, told);
    case 'UNSUPPORTED':
      return unsupported(version, told);
    default:
      return undefined;
  }
};

const leavesStandardSupport = (version: string, { facts, asOf }: Told): ReturnType<Words> => {
  const end = facts.text('endOfStandardSupport');
  if (end === undefined) return undefined;
  const headline = say`Kubernetes ${version} leaves standard support on ${dayAndDistance(end, asOf)}`;
  if (facts.text('supportType') === 'STANDARD') {
    const forced = say`On that day AWS upgrades the control plane by itself, without its nodes and add-ons. The upgrade policy can be changed to EXTENDED only before it.`;
    return { headline, details: [forced] };
  }
  const forcedFrom = facts.text('endOfExtendedSupport');
  const chargedFrom = facts.text('chargedFrom');
  const paid =
    chargedFrom === undefined
      ? say`From that day AWS charges for extended support.`
      : say`AWS charges for extended support from ${dayOf(chargedFrom)} on.`;
  return { headline, details: forcedFrom === undefined ? [paid] : [paid, upgradesAtTheEnd(forcedFrom)] };
};

const inExtendedSupport = (version: string, { facts, asOf, severity }: Told): ReturnType<Words> => {
  const start = facts.text('endOfStandardSupport');
  const end = facts.text('endOfExtendedSupport');
  const surcharge = facts.number('surchargePerMonthUsd');
  const since = start === undefined ? say`` : say` since ${dayOf(start)}`;
  const chargedFrom = facts.text('chargedFrom');
  const price = [
    ...(surcharge === undefined ? [] : [say`That costs ${surcharge} US dollars a month more.`]),
    ...(chargedFrom === undefined ? [] : [say`AWS charges for it from ${dayOf(chargedFrom)} on.`]),
  ];
  if (severity === 'CRITICAL' && end !== undefined) {
    const headline = say`AWS upgrades the control plane by itself from ${dayAndDistance(end, asOf)}, when extended support of Kubernetes ${version} ends`;
    return { headline, details: [say`It moves neither nodes nor add-ons, and gives no further notice.`, ...price] };
  }
  const headline = say`Kubernetes ${version} has been in extended support${since}`;
  return { headline, details: end === undefined ? price : [...price, upgradesAtTheEnd(end)] };
};

const unsupported = (version: string, { facts, asOf }: Told): ReturnType<Words> => {
  const end = facts.text('endOfExtendedSupport');
  const oldest = facts.text('oldestListed');
  const details = [say`AWS may upgrade the control plane by itself at any time, without its nodes and add-ons.`];
  if (oldest !== undefined)
    details.push(say`AWS no longer lists it; ${oldest}, which is newer, is unsupported as well.`);
  const ended = end !== undefined && daysBetween(end, asOf) >= 0 ? say` since ${dayOf(end)}` : say``;
  return { headline: say`Kubernetes ${version} has been out of support${ended}`, details };
};

function upgradesAtTheEnd(end: string): Phrase {
  return say`On ${dayOf(end)} extended support ends, and AWS upgrades the control plane by itself.`;
}
