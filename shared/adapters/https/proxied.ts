import type { AgentOptions } from 'node:https';

/** Never by a proxy: what answers on this machine is this machine's. */
const ownNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * What makes an agent of HTTPS go by the proxy of the environment: HTTPS_PROXY, but for the hosts of NO_PROXY.
 *
 * Node itself lets its own agent alone do so, and only where NODE_USE_ENV_PROXY is set. What is asked in plain HTTP, as
 * a store or a recording on this machine is, goes by none.
 */
export function proxied(environment: NodeJS.ProcessEnv = process.env): Pick<AgentOptions, 'proxyEnv'> {
  const { https_proxy, HTTPS_PROXY, no_proxy, NO_PROXY } = environment;
  const proxy = https_proxy ?? HTTPS_PROXY;
  if (!proxy) return {};
  const except = [no_proxy ?? NO_PROXY, ...ownNames].filter(Boolean).join(',');
  return { proxyEnv: { HTTPS_PROXY: proxy, NO_PROXY: except } };
}
