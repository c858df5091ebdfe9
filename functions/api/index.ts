import { instrument, tellable } from '#adapters/powertools/instrument.ts';
import { askDeps } from '../composition/ask-deps.ts';
import { makeDeployment } from '../lambda/deployment.ts';
import { instruments } from '../lambda/instruments.ts';
import { makeApi } from './app.ts';
import { makeHandler } from './handler.ts';

const { deps } = await makeDeployment();
const onError = (error: Error) => deps.log.error('question not answered', { error: tellable(error) });

export const handler = instrument(instruments, makeHandler(makeApi({ ...askDeps(deps), onError })));
