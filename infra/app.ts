import { App } from 'aws-cdk-lib';
import { HubStack } from './hub-stack.ts';

const app = new App();
new HubStack(app, 'midwatch-hub', { description: 'Midwatch: the nightly audit of the Kubernetes clusters in EKS' });
