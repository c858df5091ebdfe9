import { dayOf } from '#core/days.ts';
import { dayAndDistance } from '../day-words.ts';
import { type Phrase, say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const nodegroupAmiSupport: Words = ({ facts, horizon, severity, asOf }) => {
  const amiType = facts.text('amiType');
  const kubernetes = facts.text('kubernetes');
  const ends = facts.text('ends');
  const family = facts.text('family');
  const osSupportEnds = facts.text('osSupportEnds');
  const lastKubernetes = facts.text('lastKubernetes');
  const source = facts.text('source');
  if (amiType === undefined || kubernetes === undefined) return undefined;
  const sources = source === undefined ? [] : [say`Source: ${source}`];

  if (ends !== undefined && family !== undefined) {
    const headline =
      ends <= dayOf(asOf)
        ? say`AWS has published no new images of ${family} since ${ends}`
        : say`AWS publishes no new images of ${family} from ${dayAndDistance(ends, asOf)}`;
    const ended = osSupportEnds !== undefined && osSupportEnds <= dayOf(asOf) ? 'ended' : 'ends';
    const os =
      osSupportEnds === undefined ? [] : [say`Support of the operating system itself ${ended} on ${osSupportEnds}.`];
    return { headline, details: [say`Its AMI type is ${amiType}.`, another, ...os, ...sources] };
  }
  if (horizon !== 'next-upgrade') {
    const headline = say`AWS publishes no image of its AMI type ${amiType} for Kubernetes ${kubernetes}`;
    return { headline, details: [another, ...sources] };
  }
  const headline = say`AWS publishes no image of its AMI type ${amiType} for Kubernetes ${kubernetes}: its nodes cannot follow the control plane there`;
  const last = lastKubernetes === undefined ? [] : [say`${lastKubernetes} is the last version that has such images.`];
  const later = severity === 'INFORMATIONAL' ? [say`That version is new: its images may be still to come.`] : [another];
  return { headline, details: [...last, ...later, ...sources] };
};

const another: Phrase = say`EKS changes no AMI type: a node group of one that is published has to take the place of this one.`;
