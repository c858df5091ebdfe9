import type { Operation } from '../../operation.ts';
import { describeSubnets } from './subnets.ts';

/** What EC2 tells of one target, a file a call. */
export const ec2: readonly Operation[] = [describeSubnets];
