import { say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const addonOverride: Words = ({ facts }) => {
  const kind = facts.text('kind');
  const workload = facts.text('workload');
  const image = facts.text('image');
  facts.pass('addon');
  if (workload === undefined || image === undefined) return undefined;
  const details = [say`The image of ${workload} is ${image}.`];
  switch (kind) {
    case 'VERSION': {
      const [version, running] = [facts.text('version'), facts.text('running')];
      if (version === undefined || running === undefined) return undefined;
      return {
        headline: say`EKS says ${version}, and ${running} is what it runs`,
        details: [...details, say`Somebody edited ${workload}, and no insight of EKS looks at that.`],
      };
    }
    case 'TAG': {
      const tag = facts.text('tag');
      if (tag === undefined) return undefined;
      return {
        headline: say`AWS never published the image ${tag}: no new node can pull it`,
        details: [...details, say`kube-proxy is published as -minimal- alone from 1.25 to 1.33, and never from 1.34.`],
      };
    }
    case 'REGISTRY': {
      const [registry, region, expected] = [facts.text('registry'), facts.text('region'), facts.text('expected')];
      if (registry === undefined || region === undefined || expected === undefined) return undefined;
      return {
        headline: say`there is no registry ${registry} of AWS in ${region}: no new node can pull its image`,
        details: [...details, say`In ${region}, AWS keeps the images of add-ons in ${expected}.`],
      };
    }
    default:
      return undefined;
  }
};
